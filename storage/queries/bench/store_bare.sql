-- The least that writing staged readings once and for all can cost: the ceiling of `guanjia bench ingest`.
INSERT INTO reading (device_id, quantity_id, at, value, received_at)
SELECT
    device_id,
    quantity_id,
    at,
    value,
    %(received_at)s
FROM staging_reading
ON CONFLICT DO NOTHING
