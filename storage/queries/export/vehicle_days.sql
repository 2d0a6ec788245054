-- What vehicles drove on local days of a span, all or some.
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
    driven.day >= %(first_day)s
    AND driven.day < %(end_day)s
    AND (%(plates)s::text[] IS NULL OR driven.plate = any(%(plates)s::text[]))
ORDER BY driven.plate, driven.day
