-- End every session of an account but one.
UPDATE web_session SET ended_at = %(at)s
WHERE
    account_id = %(account)s
    AND ended_at IS NULL
    AND id_hash IS DISTINCT FROM %(but)s;
