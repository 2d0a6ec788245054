-- Trips that touch local days of a span, of all vehicles or of some.
SELECT
    trip.plate,
    trip.institution,
    trip.started_at,
    trip.ended_at,
    trip.timezone,
    trip.start_lon,
    trip.start_lat,
    trip.end_lon,
    trip.end_lat,
    trip.distance_m,
    trip.track_m,
    trip.odometer_m,
    trip.odometer_lack,
    trip.driving_s,
    trip.idling_s,
    trip.stopped_s,
    trip.gap_s,
    trip.top_speed_kmh,
    trip.top_at,
    trip.top_lon,
    trip.top_lat,
    trip.fixes
FROM analytics.trip AS trip
WHERE
    trip.started_at < (%(end_day)s::date::timestamp AT TIME ZONE coalesce(trip.timezone, 'UTC'))
    AND trip.ended_at > (%(first_day)s::date::timestamp AT TIME ZONE coalesce(trip.timezone, 'UTC'))
    AND (%(plates)s::text[] IS NULL OR trip.plate = any(%(plates)s::text[]))
ORDER BY trip.plate, trip.started_at
