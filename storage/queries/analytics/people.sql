-- People of some kinds at the places of an institution within a period, with the places each lies in.
WITH RECURSIVE enclosing AS (
    SELECT
        place.id AS place_id,
        place.parent_id AS outer_id
    FROM place
    WHERE place.parent_id IS NOT NULL
    UNION ALL
    SELECT
        enclosing.place_id,
        place.parent_id
    FROM enclosing
    INNER JOIN place ON enclosing.outer_id = place.id
    WHERE place.parent_id IS NOT NULL
)

SELECT
    occupancy.place_id,
    (
        SELECT array_agg(enclosing.outer_id ORDER BY enclosing.outer_id)
        FROM enclosing
        WHERE enclosing.place_id = occupancy.place_id
    ) AS outer_ids,
    lower(occupancy.valid) AS valid_from,
    upper(occupancy.valid) AS valid_to,
    sum(people.people) AS people
FROM occupancy
INNER JOIN occupancy_people AS people ON occupancy.id = people.occupancy_id
INNER JOIN analytics.site AS site ON occupancy.place_id = site.place_id
WHERE
    site.institution_id = %(institution)s
    AND people.kind = any(%(kinds)s::text[])
    AND occupancy.valid && daterange(%(period_start)s::date, %(period_end)s::date)
GROUP BY occupancy.id
ORDER BY occupancy.place_id, lower(occupancy.valid)
