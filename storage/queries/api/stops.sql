-- Stops that a span touches.
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
    (%(vehicle)s::text IS NULL OR stop.plate = %(vehicle)s)
    AND (%(institution)s::text IS NULL OR stop.institution = %(institution)s)
    AND (%(since)s::timestamptz IS NULL OR stop.ended_at > %(since)s)
    AND (%(until)s::timestamptz IS NULL OR stop.started_at < %(until)s)
    AND (
        %(after_plate)s::text IS NULL
        OR (stop.plate, stop.started_at)
        > (%(after_plate)s::text, %(after_started_at)s::timestamptz)
    )
ORDER BY stop.plate, stop.started_at
LIMIT %(rows)s
