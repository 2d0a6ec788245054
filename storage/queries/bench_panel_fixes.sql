-- A fix of each tracker every ten minutes of a month, a quarter of them under way; one vehicle in thirty fell
-- silent two days ago.
INSERT INTO position (
    device_id, at, lon, lat, altitude_m, speed_kmh, heading_deg, satellites, system, received_at
)
SELECT
    tracker.device_id,
    tick.at,
    106.2 + mod(drawn.chance, 100) / 400.0,
    38.4 + mod(drawn.chance, 90) / 400.0,
    1110,
    CASE WHEN mod(drawn.chance, 4) = 0 THEN 20 + mod(drawn.chance, 60) ELSE 0 END,
    mod(drawn.chance, 360),
    12,
    'BDS',
    tick.at
FROM vehicle_tracker AS tracker
CROSS JOIN
    generate_series(
        %(now)s::timestamptz - interval '30 days', %(now)s::timestamptz, interval '10 minutes'
    ) AS tick (at)
CROSS JOIN
    LATERAL (
        SELECT (extract(EPOCH FROM tick.at)::bigint / 600 * 104729 + tracker.device_id * 7919) AS chance
    ) AS drawn
WHERE
    upper_inf(tracker.valid)
    AND (mod(tracker.vehicle_id, 30) > 0 OR tick.at < %(now)s::timestamptz - interval '2 days')
ORDER BY tick.at, tracker.device_id
