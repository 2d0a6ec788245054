-- Area and people at the places of institutions and of those below them, and at what lies in these,
-- whosever it is; with the places each lies in and the kinds of them all.
WITH RECURSIVE owned AS (
    SELECT
        scope.institution_id,
        site.place_id
    FROM institution_scope AS scope
    INNER JOIN analytics.site AS site ON scope.member_id = site.institution_id
    WHERE scope.institution_id = any(%(institutions)s::integer[])
),

within AS (
    SELECT
        owned.institution_id,
        owned.place_id
    FROM owned
    UNION
    SELECT
        within.institution_id,
        place.id
    FROM within
    INNER JOIN place ON within.place_id = place.parent_id
),

occupied AS (
    SELECT
        within.institution_id,
        owned.place_id IS NOT NULL AS is_own,
        occupancy.*
    FROM within
    INNER JOIN occupancy ON within.place_id = occupancy.place_id
    LEFT JOIN owned ON within.institution_id = owned.institution_id AND within.place_id = owned.place_id
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
),

present AS (
    SELECT
        people.occupancy_id,
        jsonb_object_agg(people.kind, people.people) AS people
    FROM occupancy_people AS people
    GROUP BY people.occupancy_id
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
    coalesce(present.people, '{}') AS people,
    occupied.is_own
FROM occupied
INNER JOIN inside ON occupied.place_id = inside.place_id
LEFT JOIN present ON occupied.id = present.occupancy_id
ORDER BY occupied.institution_id, occupied.place_id, lower(occupied.valid)
