-- Move staged fixes to their table, the first of a key winning.
WITH stored AS (
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
    RETURNING 1
)

SELECT count(*) FROM stored
