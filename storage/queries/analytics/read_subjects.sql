-- Institutions that have a site or a part of one, with the zone they count days in and the heating region:
-- of several sites, those of the first by name.
SELECT
    site.institution_id,
    site.institution AS code,
    min(site.timezone) AS timezone,
    min(root.heating) AS heating
FROM analytics.site AS site
INNER JOIN place AS root ON site.site = root.code
WHERE site.institution_id = any(%(institutions)s::integer[])
GROUP BY site.institution_id, site.institution
ORDER BY site.institution_id
