-- One account by its name, however it is capitalised, with the hash of its password.
SELECT
    account.id,
    account.name,
    account.shown_name,
    account.kind,
    institution.code AS institution,
    account.language,
    account.created_at,
    account.disabled_at,
    account.must_change,
    account.password_hash
FROM account
LEFT JOIN institution ON account.institution_id = institution.id
WHERE lower(account.name) = lower(%(name)s);
