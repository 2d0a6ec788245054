-- A session and whose it is; none that ended, or whose account is disabled.
SELECT
    session.created_at AS begun_at,
    session.seen_at,
    account.id,
    account.name,
    account.shown_name,
    account.kind,
    institution.code AS institution,
    account.language,
    account.created_at,
    account.disabled_at,
    account.must_change
FROM web_session AS session
INNER JOIN account ON session.account_id = account.id
LEFT JOIN institution ON account.institution_id = institution.id
WHERE
    session.id_hash = %(id_hash)s
    AND session.ended_at IS NULL
    AND account.disabled_at IS NULL;
