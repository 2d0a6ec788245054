-- Delete the marks of locked meters and return the hours they name.
WITH taken AS (
    DELETE FROM stale_hour
    USING meter
    WHERE
        meter.id = any(%(meters)s::integer[])
        AND stale_hour.device_id = meter.device_id
        AND stale_hour.quantity_id = meter.quantity_id
    RETURNING meter.id AS meter_id, stale_hour.hour
)

SELECT
    meter_id,
    array_agg(DISTINCT hour ORDER BY hour) AS hours
FROM taken
GROUP BY meter_id
