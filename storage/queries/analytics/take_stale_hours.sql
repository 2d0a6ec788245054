-- Delete the marks of locked meters and return the hours they name, in no order and some more than once.
WITH taken AS (
    DELETE FROM stale_hour
    USING meter
    WHERE
        meter.id = any(%(meters)s::integer[])
        -- what the join says too; said so, the index finds the few among the marks of all
        AND stale_hour.device_id = any(%(devices)s::integer[])
        AND stale_hour.device_id = meter.device_id
        AND stale_hour.quantity_id = meter.quantity_id
    RETURNING meter.id AS meter_id, stale_hour.hour
)

SELECT
    meter_id,
    array_agg(hour) AS hours
FROM taken
GROUP BY meter_id
