-- Area and people at the places of institutions, with the places each lies in and the kinds of them all.
WITH RECURSIVE occupied AS (
    SELECT
        site.institution_id,
        occupancy.*
    FROM occupancy
    INNER JOIN analytics.site AS site ON occupancy.place_id = site.place_id
    WHERE site.institution_id = any(%(institutions)s::integer[])
),

enclosing AS (
    SELECT DISTINCT
        occupied.place_id,
        occupied.place_id AS outer_id
    FROM occupied
    UNION ALL
    SELECT
        enclosing.place_id,
        place.parent_id
    FROM enclosing
    INNER JOIN place ON enclosing.outer_id = place.id
    WHERE place.parent_id IS NOT NULL
),

inside AS (
    SELECT
        enclosing.place_id,
        array_agg(enclosing.outer_id) FILTER (WHERE enclosing.outer_id <> enclosing.place_id) AS outer_ids,
        array_agg(DISTINCT place.kind) AS kinds
    FROM enclosing
    INNER JOIN place ON enclosing.outer_id = place.id
    GROUP BY enclosing.place_id
)

SELECT
    occupied.institution_id,
    occupied.place_id,
    coalesce(inside.outer_ids, '{}') AS outer_ids,
    inside.kinds,
    lower(occupied.valid) AS valid_from,
    upper(occupied.valid) AS valid_to,
    occupied.area_m2,
    occupied.heated_area_m2,
    coalesce(
        (
            SELECT jsonb_object_agg(people.kind, people.people)
            FROM occupancy_people AS people
            WHERE people.occupancy_id = occupied.id
        ),
        '{}'
    ) AS people
FROM occupied
INNER JOIN inside ON occupied.place_id = inside.place_id
ORDER BY occupied.institution_id, occupied.place_id, lower(occupied.valid)
