-- What vehicles drove on local days.
SELECT
    driven.plate,
    driven.institution,
    driven.day,
    driven.trips,
    driven.distance_m,
    driven.driving_s,
    driven.idling_s,
    driven.stopped_s,
    driven.gap_s,
    driven.top_speed_kmh,
    driven.first_started_at,
    driven.last_ended_at
FROM analytics.vehicle_day AS driven
WHERE
    (%(vehicle)s::text IS NULL OR driven.plate = %(vehicle)s)
    AND (%(institution)s::text IS NULL OR driven.institution = %(institution)s)
    AND (%(since)s::date IS NULL OR driven.day >= %(since)s)
    AND (%(until)s::date IS NULL OR driven.day < %(until)s)
    AND (
        %(after_plate)s::text IS NULL
        OR (driven.plate, driven.day)
        > (%(after_plate)s::text, %(after_day)s::date)
    )
ORDER BY driven.plate, driven.day
LIMIT %(rows)s
