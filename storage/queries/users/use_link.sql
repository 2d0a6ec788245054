-- Use a link up; the name of whom it lets in, no row where it is unknown, used, or too old.
DELETE FROM login_link
USING account
WHERE
    login_link.token_hash = %(token_hash)s
    AND login_link.account_id = account.id
    AND login_link.expires_at > %(now)s
    AND account.disabled_at IS NULL
RETURNING account.name;
