-- Delete the marks of locked institutions and return what they name: single months, and the month from
-- whose year on everything is stale (NULL: from the beginning).
WITH taken AS (
    DELETE FROM stale_figure
    WHERE institution_id = any(%(institutions)s::integer[])
    RETURNING
        institution_id,
        NOT is_month AS is_whole,
        month
)

SELECT DISTINCT
    institution_id,
    is_whole,
    month
FROM taken
