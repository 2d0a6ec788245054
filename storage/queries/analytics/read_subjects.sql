-- Institutions with a place, their own or of one below them: the zone they count days in and their heating
-- region.
SELECT
    institution_id,
    code,
    timezone,
    heating
FROM figure_subject
WHERE institution_id = any(%(institutions)s::integer[])
ORDER BY institution_id
