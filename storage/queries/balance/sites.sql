-- Every site with its time zone.
SELECT
    site.place AS code,
    site.place_name AS name,
    site.timezone
FROM analytics.site AS site
WHERE site.place = site.site
ORDER BY site.place
