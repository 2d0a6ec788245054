-- Move staged readings to their table; of readings with one key the first wins.
INSERT INTO reading (device_id, quantity_id, at, value, received_at)
SELECT
    device_id,
    quantity_id,
    at,
    value,
    %(received_at)s
FROM staging_reading
ON CONFLICT DO NOTHING
