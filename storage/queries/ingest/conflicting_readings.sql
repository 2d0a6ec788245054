-- Staged readings whose key is stored with another value; run only when some staged row was not new.
SELECT
    staging.message,
    device.code AS device,
    quantity.name AS quantity,
    staging.at,
    staging.value,
    reading.value AS stored
FROM staging_reading AS staging
INNER JOIN reading
    ON
        staging.device_id = reading.device_id
        AND staging.quantity_id = reading.quantity_id
        AND staging.at = reading.at
INNER JOIN device ON staging.device_id = device.id
INNER JOIN quantity ON staging.quantity_id = quantity.id
WHERE staging.value <> reading.value
ORDER BY staging.message, quantity.id, staging.at
