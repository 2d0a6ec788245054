-- Meters of institutions and of those below them, and what lies before or behind these, whosever it is:
-- with the meters before each in the tree, the kinds of the places it measures, and when there was one in
-- place.
WITH RECURSIVE owned AS (
    SELECT
        scope.institution_id,
        meter.id AS meter_id,
        meter.parent_id
    FROM institution_scope AS scope
    INNER JOIN analytics.site AS site ON scope.member_id = site.institution_id
    INNER JOIN meter ON site.place_id = meter.place_id
    WHERE scope.institution_id = any(%(institutions)s::integer[])
),

before AS (
    SELECT
        owned.institution_id,
        owned.parent_id AS meter_id
    FROM owned
    WHERE owned.parent_id IS NOT NULL
    UNION
    SELECT
        before.institution_id,
        meter.parent_id
    FROM before
    INNER JOIN meter ON before.meter_id = meter.id
    WHERE meter.parent_id IS NOT NULL
),

behind AS (
    SELECT
        owned.institution_id,
        owned.meter_id
    FROM owned
    UNION
    SELECT
        behind.institution_id,
        meter.id
    FROM behind
    INNER JOIN meter ON behind.meter_id = meter.parent_id
),

concerned AS (
    SELECT
        before.institution_id,
        before.meter_id
    FROM before
    UNION
    SELECT
        behind.institution_id,
        behind.meter_id
    FROM behind
),

point AS (
    SELECT meter.*
    FROM meter
    WHERE meter.id IN (SELECT concerned.meter_id FROM concerned)
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

ancestry AS (
    SELECT
        above.meter_id,
        array_agg(above.ancestor_id) AS ancestors
    FROM above
    GROUP BY above.meter_id
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
),

measuring AS (
    SELECT
        measured.meter_id,
        jsonb_agg(kinds.kinds) AS kinds
    FROM measured
    INNER JOIN kinds ON measured.place_id = kinds.place_id
    GROUP BY measured.meter_id
),

installed AS (
    SELECT
        point.id AS meter_id,
        (min(lower(installation.valid)) AT TIME ZONE site.timezone)::date AS installed_from,
        CASE
            WHEN NOT bool_or(upper_inf(installation.valid))
                THEN (max(upper(installation.valid)) AT TIME ZONE site.timezone)::date
        END AS installed_to
    FROM point
    INNER JOIN analytics.site AS site ON point.place_id = site.place_id
    INNER JOIN installation ON point.id = installation.meter_id
    GROUP BY point.id, site.timezone
)

SELECT
    concerned.institution_id,
    point.id AS meter_id,
    point.code,
    point.medium,
    quantity.name AS quantity,
    point.item,
    coalesce(ancestry.ancestors, '{}') AS ancestors,
    measuring.kinds,
    installed.installed_from,
    installed.installed_to,
    owned.meter_id IS NOT NULL AS is_own
FROM concerned
INNER JOIN point ON concerned.meter_id = point.id
INNER JOIN quantity ON point.quantity_id = quantity.id
INNER JOIN measuring ON point.id = measuring.meter_id
LEFT JOIN ancestry ON point.id = ancestry.meter_id
LEFT JOIN installed ON point.id = installed.meter_id
LEFT JOIN owned ON concerned.institution_id = owned.institution_id AND point.id = owned.meter_id
ORDER BY concerned.institution_id, point.id
