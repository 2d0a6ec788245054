-- Stops that touch local days of a span, of all vehicles or of some.
SELECT
    stop.plate,
    stop.institution,
    stop.started_at,
    stop.ended_at,
    stop.timezone,
    stop.lon,
    stop.lat,
    stop.idling_s,
    stop.fixes
FROM analytics.stop AS stop
WHERE
    stop.started_at < (%(end_day)s::date::timestamp AT TIME ZONE coalesce(stop.timezone, 'UTC'))
    AND stop.ended_at > (%(first_day)s::date::timestamp AT TIME ZONE coalesce(stop.timezone, 'UTC'))
    AND (%(plates)s::text[] IS NULL OR stop.plate = any(%(plates)s::text[]))
ORDER BY stop.plate, stop.started_at
