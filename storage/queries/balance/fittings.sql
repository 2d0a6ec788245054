-- Meters in place at an instant beside those required on the day before the period ends, by level, of each
-- institution that has a meter of the medium at a site; wherever its meters are.
WITH concerned AS (
    SELECT DISTINCT
        meter.institution,
        meter.institution_name
    FROM analytics.meter AS meter
    WHERE meter.site = %(site)s AND meter.medium = %(medium)s
),

fitted AS (
    SELECT
        meter.institution,
        meter.level,
        count(DISTINCT meter.meter_id) FILTER (WHERE placed.meter_id IS NOT NULL) AS fitted
    FROM analytics.meter AS meter
    LEFT JOIN analytics.installation AS placed
        ON
            meter.meter_id = placed.meter_id
            AND placed.valid_from < %(ends)s::timestamptz
            AND coalesce(placed.valid_to, 'infinity') >= %(ends)s::timestamptz
    WHERE meter.medium = %(medium)s AND meter.quantity = %(quantity)s
    GROUP BY meter.institution, meter.level
),

required AS (
    SELECT
        requirement.institution,
        requirement.level,
        requirement.required,
        requirement.source
    FROM analytics.metering_requirement AS requirement
    WHERE
        requirement.medium = %(medium)s
        AND coalesce(requirement.valid_from, '-infinity') < %(period_end)s
        AND coalesce(requirement.valid_to, 'infinity') >= %(period_end)s
)

SELECT
    concerned.institution,
    concerned.institution_name,
    level.number AS level,
    coalesce(fitted.fitted, 0)::integer AS fitted,
    required.required,
    coalesce(required.source, '') AS source
FROM concerned
CROSS JOIN generate_series(1, 3) AS level (number)
LEFT JOIN fitted ON concerned.institution = fitted.institution AND level.number = fitted.level
LEFT JOIN required ON concerned.institution = required.institution AND level.number = required.level
WHERE fitted.fitted IS NOT NULL OR required.required IS NOT NULL
ORDER BY concerned.institution, level.number
