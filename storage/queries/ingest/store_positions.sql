-- Move staged fixes to their table; of fixes with one key the first wins.
INSERT INTO position (
    device_id, at, lon, lat, altitude_m, speed_kmh, heading_deg, satellites, system, received_at
)
SELECT
    device_id,
    at,
    lon,
    lat,
    altitude_m,
    speed_kmh,
    heading_deg,
    satellites,
    system,
    %(received_at)s
FROM staging_position
ON CONFLICT DO NOTHING
