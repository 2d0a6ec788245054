-- Area and people of every place over time, as models.registry.Occupancy has them, in order.
SELECT
    place.code AS place,
    lower(occupancy.valid) AS valid_from,
    upper(occupancy.valid) AS valid_to,
    occupancy.area_m2,
    occupancy.heated_area_m2,
    (
        SELECT coalesce(json_object_agg(counted.kind, counted.people), '{}')
        FROM occupancy_people AS counted
        WHERE counted.occupancy_id = occupancy.id
    ) AS people
FROM occupancy
INNER JOIN place ON occupancy.place_id = place.id
ORDER BY place.code, lower(occupancy.valid)
