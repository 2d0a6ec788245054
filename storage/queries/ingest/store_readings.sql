-- Move staged readings to their table, the first of a key winning, and mark the hours of registers they change.
WITH stored AS (
    INSERT INTO reading (device_id, quantity_id, at, value, received_at)
    SELECT
        device_id,
        quantity_id,
        at,
        value,
        %(received_at)s
    FROM staging_reading
    ON CONFLICT DO NOTHING
    RETURNING device_id, quantity_id, at
),

marked AS (
    INSERT INTO stale_hour (device_id, quantity_id, hour)
    SELECT DISTINCT
        device_id,
        quantity_id,
        date_trunc('hour', at)
    FROM stored
    WHERE quantity_id <= 100
)

SELECT count(*) FROM stored
