-- Area and people of places at some time of a period, with the places around each.
WITH RECURSIVE enclosing AS (
    SELECT
        place.place,
        place.parent AS outside
    FROM analytics.place AS place
    WHERE place.parent IS NOT NULL
    UNION ALL
    SELECT
        enclosing.place,
        place.parent
    FROM enclosing
    INNER JOIN analytics.place AS place ON enclosing.outside = place.place
    WHERE place.parent IS NOT NULL
)

SELECT
    occupancy.institution,
    occupancy.place,
    array(
        SELECT enclosing.outside
        FROM enclosing
        WHERE enclosing.place = occupancy.place
        ORDER BY enclosing.outside
    ) AS outer_places,
    occupancy.valid_from,
    occupancy.valid_to,
    occupancy.area_m2,
    coalesce(occupancy.people, '{}') AS people
FROM analytics.occupancy AS occupancy
WHERE
    coalesce(occupancy.valid_from, '-infinity') < %(until)s
    AND coalesce(occupancy.valid_to, 'infinity') > %(since)s
ORDER BY occupancy.institution, occupancy.place, occupancy.valid_from
