-- Institutions with the zone whose days they count: their own, or that of the first site there is.
SELECT
    institution.code,
    coalesce(
        min(site.timezone), (SELECT min(each.timezone) FROM analytics.site AS each), 'Asia/Shanghai'
    ) AS timezone
FROM institution
LEFT JOIN analytics.site AS site ON institution.code = site.institution
GROUP BY institution.code
ORDER BY institution.code
