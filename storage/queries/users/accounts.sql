-- Accounts of an institution and all below it; of everything where none is named.
WITH RECURSIVE below AS (
    SELECT institution.id
    FROM institution
    WHERE institution.code = %(institution)s
    UNION
    SELECT institution.id
    FROM institution
    INNER JOIN below ON institution.parent_id = below.id
)

SELECT
    account.id,
    account.name,
    account.shown_name,
    account.kind,
    institution.code AS institution,
    account.language,
    account.created_at,
    account.disabled_at,
    account.must_change
FROM account
LEFT JOIN institution ON account.institution_id = institution.id
WHERE
    %(institution)s::text IS NULL
    OR account.institution_id IN (SELECT below.id FROM below)
ORDER BY lower(account.name);
