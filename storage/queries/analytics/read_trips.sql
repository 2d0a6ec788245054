-- The trips of a vehicle that lie between two instants (NULL: no bound).
SELECT
    started_at,
    ended_at,
    start_lon,
    start_lat,
    end_lon,
    end_lat,
    distance_m,
    track_m,
    odometer_m,
    odometer_lack,
    driving_s,
    idling_s,
    stopped_s,
    gap_s,
    top_speed_kmh,
    top_at,
    top_lon,
    top_lat,
    fixes
FROM trip
WHERE
    vehicle_id = %(vehicle)s
    AND started_at >= coalesce(%(first)s::timestamptz, '-infinity')
    AND started_at < coalesce(%(last)s::timestamptz, 'infinity')
    AND ended_at <= coalesce(%(last)s::timestamptz, 'infinity')
ORDER BY started_at
