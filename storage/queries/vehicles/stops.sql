-- Stays of one vehicle that touch a time.
SELECT
    stop.started_at,
    stop.ended_at,
    stop.idling_s,
    stop.lon,
    stop.lat
FROM analytics.stop AS stop
WHERE stop.plate = %(plate)s AND stop.started_at < %(until)s AND stop.ended_at >= %(since)s
ORDER BY stop.started_at
