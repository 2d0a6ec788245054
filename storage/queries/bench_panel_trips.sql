-- The two trips of each of those outings, there and home.
INSERT INTO trip (
    vehicle_id, started_at, ended_at, start_lon, start_lat, end_lon, end_lat, distance_m, track_m, odometer_m,
    driving_s, idling_s, stopped_s, gap_s, top_speed_kmh, top_at, top_lon, top_lat, fixes, furthest_m
)
SELECT
    outing.vehicle_id,
    leg.begins,
    leg.begins + outing.lasting,
    CASE WHEN leg.is_home THEN outing.stay_lon ELSE 106.23 END,
    CASE WHEN leg.is_home THEN outing.stay_lat ELSE 38.48 END,
    CASE WHEN leg.is_home THEN 106.23 ELSE outing.stay_lon END,
    CASE WHEN leg.is_home THEN 38.48 ELSE outing.stay_lat END,
    outing.distance_m / 2,
    outing.distance_m / 2 - 50,
    outing.distance_m / 2,
    outing.seconds * 0.8,
    outing.seconds * 0.15,
    outing.seconds * 0.05,
    0,
    45 + mod(outing.chance, 50),
    leg.begins + outing.lasting / 2,
    106.23,
    38.48,
    outing.seconds / 30,
    outing.furthest_m
FROM (
    SELECT
        away.*,
        (away.ended_at - away.started_at) / 3 AS lasting,
        extract(EPOCH FROM away.ended_at - away.started_at) / 3 AS seconds,
        extract(EPOCH FROM away.started_at)::bigint / 60 + away.vehicle_id AS chance
    FROM outing AS away
) AS outing
CROSS JOIN
    LATERAL (
        VALUES
        (false, outing.started_at),
        (true, outing.ended_at - outing.lasting)
    ) AS leg (is_home, begins)
WHERE outing.started_at > %(since)s::timestamptz AND outing.ended_at IS NOT NULL
ORDER BY leg.begins, outing.vehicle_id
