-- Delete the marks of locked institutions and return what they name: single months of meters, and of the
-- institution the month from which on everything is stale (NULL: from the beginning).
WITH taken AS (
    DELETE FROM stale_figure AS mark
    USING (
        SELECT
            stale.id,
            coalesce(stale.institution_id, site.institution_id) AS institution_id
        FROM stale_figure AS stale
        LEFT JOIN meter ON stale.meter_id = meter.id
        LEFT JOIN analytics.site AS site ON meter.place_id = site.place_id
    ) AS owner
    WHERE mark.id = owner.id AND owner.institution_id = any(%(institutions)s::integer[])
    RETURNING
        owner.institution_id,
        mark.month,
        mark.institution_id IS NOT NULL OR mark.month IS NULL AS is_whole
)

SELECT DISTINCT
    institution_id,
    is_whole,
    month
FROM taken
