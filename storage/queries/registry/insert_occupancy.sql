-- Write area and people of a place for a time.
WITH written AS (
    INSERT INTO occupancy (place_id, valid, area_m2, heated_area_m2)
    SELECT
        place.id,
        daterange(%(valid_from)s, %(valid_to)s),
        %(area_m2)s::double precision,
        %(heated_area_m2)s::double precision
    FROM place
    WHERE place.code = %(place)s
    RETURNING id
)

INSERT INTO occupancy_people (occupancy_id, kind, people)
SELECT
    written.id,
    counted.kind,
    counted.people
FROM written
CROSS JOIN unnest(%(kinds)s::text[], %(people)s::double precision[]) AS counted (kind, people)
