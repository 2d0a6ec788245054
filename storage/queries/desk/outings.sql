-- Outings of a vehicle that touch a span of time, without where they led.
SELECT
    outing.started_at,
    outing.ended_at,
    outing.seen_at,
    outing.distance_m
FROM analytics.outing AS outing
WHERE outing.plate = %(plate)s AND outing.started_at < %(until)s AND outing.seen_at > %(since)s
ORDER BY outing.started_at
