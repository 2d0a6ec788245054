-- Outings that touch local days of a span, of all vehicles or of some; one under way lasts until now.
SELECT
    outing.plate,
    outing.institution,
    outing.started_at,
    outing.ended_at,
    outing.seen_at,
    outing.timezone,
    outing.trips,
    outing.distance_m,
    outing.furthest_m,
    outing.stay_s,
    outing.stay_at,
    outing.stay_lon,
    outing.stay_lat,
    outing.orders
FROM analytics.outing AS outing
WHERE
    outing.started_at < (%(end_day)s::date::timestamp AT TIME ZONE coalesce(outing.timezone, 'UTC'))
    AND (
        outing.ended_at IS NULL
        OR outing.ended_at > (%(first_day)s::date::timestamp AT TIME ZONE coalesce(outing.timezone, 'UTC'))
    )
    AND (%(plates)s::text[] IS NULL OR outing.plate = any(%(plates)s::text[]))
ORDER BY outing.plate, outing.started_at
