-- Institutions with their names and zone: one and all below it, or all where no one is named.
WITH RECURSIVE within AS (
    SELECT institution.id FROM institution
    WHERE %(root)s::text IS NULL OR institution.code = %(root)s
    UNION
    SELECT below.id FROM institution AS below
    INNER JOIN within ON below.parent_id = within.id
)

SELECT
    institution.code,
    institution.name,
    institution.name_en,
    coalesce(
        min(site.timezone), (SELECT min(each.timezone) FROM analytics.site AS each), 'Asia/Shanghai'
    ) AS timezone
FROM institution
INNER JOIN within ON institution.id = within.id
LEFT JOIN analytics.site AS site ON institution.code = site.institution
GROUP BY institution.id
ORDER BY institution.code
