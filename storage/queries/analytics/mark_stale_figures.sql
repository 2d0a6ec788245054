-- Mark the figures that days of meters are in, for each month from the first up to, not with, the last: of
-- the owners of the meters and of whatever lies before them, from whose use they may be taken out, and of
-- all institutions above these.
INSERT INTO stale_figure (institution_id, month, is_month)
WITH RECURSIVE changed AS (
    SELECT
        each.meter_id,
        each.months_start,
        each.months_end
    FROM
        unnest(%(meters)s::integer[], %(starts)s::date[], %(ends)s::date[])
            AS each (meter_id, months_start, months_end)
    UNION
    SELECT
        meter.parent_id,
        changed.months_start,
        changed.months_end
    FROM changed
    INNER JOIN meter ON changed.meter_id = meter.id
    WHERE meter.parent_id IS NOT NULL
),

concerned AS (
    SELECT DISTINCT
        scope.institution_id,
        changed.months_start,
        changed.months_end
    FROM changed
    INNER JOIN meter ON changed.meter_id = meter.id
    INNER JOIN analytics.site AS site ON meter.place_id = site.place_id
    INNER JOIN institution_scope AS scope ON site.institution_id = scope.member_id
)

SELECT DISTINCT
    concerned.institution_id,
    month.start,
    true
FROM concerned
CROSS JOIN LATERAL (
    SELECT generate_series(concerned.months_start, concerned.months_end - 1, '1 month')::date AS start
) AS month
