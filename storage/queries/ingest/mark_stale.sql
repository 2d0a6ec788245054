-- Mark the hours of the registers that staged readings touch. Apart from the insert and without RETURNING,
-- which would hold all rows a second time: measured, that took a third of the rate.
INSERT INTO stale_hour (device_id, quantity_id, hour)
SELECT DISTINCT
    device_id,
    quantity_id,
    date_trunc('hour', at)
FROM staging_reading
WHERE quantity_id <= 100
