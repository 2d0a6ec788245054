-- Outings that a span touches.
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
    (%(vehicle)s::text IS NULL OR outing.plate = %(vehicle)s)
    AND (%(institution)s::text IS NULL OR outing.institution = %(institution)s)
    AND (%(since)s::timestamptz IS NULL OR outing.ended_at IS NULL OR outing.ended_at > %(since)s)
    AND (%(until)s::timestamptz IS NULL OR outing.started_at < %(until)s)
    AND (
        %(after_plate)s::text IS NULL
        OR (outing.plate, outing.started_at)
        > (%(after_plate)s::text, %(after_started_at)s::timestamptz)
    )
ORDER BY outing.plate, outing.started_at
LIMIT %(rows)s
