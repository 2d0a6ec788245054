-- Take away area and people of one place, before its present history is written.
DELETE FROM occupancy
WHERE place_id = (
    SELECT place.id FROM place
    WHERE place.code = %(code)s
)
