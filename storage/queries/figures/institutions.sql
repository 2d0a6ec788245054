-- Institutions with the zone whose days they may count: their own, or that of the first site there is.
SELECT
    institution.institution,
    institution.institution_name,
    coalesce(
        min(site.timezone), (SELECT min(each.timezone) FROM analytics.site AS each), 'Asia/Shanghai'
    ) AS timezone
FROM analytics.institution AS institution
LEFT JOIN analytics.site AS site ON institution.institution = site.institution
GROUP BY institution.institution, institution.institution_name
ORDER BY institution.institution
