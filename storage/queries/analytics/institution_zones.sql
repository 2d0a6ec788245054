-- Institutions that have a site or a part of one, with the zone they count days in: of several, the first
-- by name.
SELECT
    institution_id,
    institution AS code,
    min(timezone) AS timezone
FROM analytics.site
GROUP BY institution_id, institution
ORDER BY institution_id
