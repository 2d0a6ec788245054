-- An institution and all below it; every one where none is named.
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
    institution.code,
    institution.name,
    institution.name_en
FROM institution
WHERE
    %(institution)s::text IS NULL
    OR institution.id IN (SELECT below.id FROM below)
ORDER BY institution.code;
