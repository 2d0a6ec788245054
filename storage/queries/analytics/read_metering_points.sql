-- Meters of institutions with the meters before them in the tree, the kinds of the places they measure, and
-- when there was one in place.
WITH RECURSIVE point AS (
    SELECT
        site.institution_id,
        site.timezone,
        meter.*
    FROM meter
    INNER JOIN analytics.site AS site ON meter.place_id = site.place_id
    WHERE site.institution_id = any(%(institutions)s::integer[])
),

above AS (
    SELECT
        point.id AS meter_id,
        point.parent_id AS ancestor_id
    FROM point
    WHERE point.parent_id IS NOT NULL
    UNION ALL
    SELECT
        above.meter_id,
        meter.parent_id
    FROM above
    INNER JOIN meter ON above.ancestor_id = meter.id
    WHERE meter.parent_id IS NOT NULL
),

measured AS (
    SELECT
        point.id AS meter_id,
        coalesce(serves.place_id, point.place_id) AS place_id
    FROM point
    LEFT JOIN meter_serves AS serves ON point.id = serves.meter_id
),

enclosing AS (
    SELECT DISTINCT
        measured.place_id,
        measured.place_id AS outer_id
    FROM measured
    UNION ALL
    SELECT
        enclosing.place_id,
        place.parent_id
    FROM enclosing
    INNER JOIN place ON enclosing.outer_id = place.id
    WHERE place.parent_id IS NOT NULL
),

kinds AS (
    SELECT
        enclosing.place_id,
        jsonb_agg(place.kind) AS kinds
    FROM enclosing
    INNER JOIN place ON enclosing.outer_id = place.id
    GROUP BY enclosing.place_id
)

SELECT
    point.institution_id,
    point.id AS meter_id,
    point.code,
    point.medium,
    quantity.name AS quantity,
    point.item,
    coalesce(
        (SELECT array_agg(above.ancestor_id) FROM above WHERE above.meter_id = point.id), '{}'
    ) AS ancestors,
    (
        SELECT jsonb_agg(kinds.kinds)
        FROM measured
        INNER JOIN kinds ON measured.place_id = kinds.place_id
        WHERE measured.meter_id = point.id
    ) AS kinds,
    (
        SELECT (min(lower(installation.valid)) AT TIME ZONE point.timezone)::date
        FROM installation
        WHERE installation.meter_id = point.id
    ) AS installed_from,
    (
        SELECT
            CASE
                WHEN NOT bool_or(upper_inf(installation.valid))
                    THEN (max(upper(installation.valid)) AT TIME ZONE point.timezone)::date
            END
        FROM installation
        WHERE installation.meter_id = point.id
    ) AS installed_to
FROM point
INNER JOIN quantity ON point.quantity_id = quantity.id
ORDER BY point.institution_id, point.id
