-- Distinct readings that are refused and not stored, by reason; one refused for two reasons counts once.
-- A conflict is no refused reading: its key is stored, with the value that came first.
SELECT
    refused.reason,
    count(*) AS readings
FROM (
    SELECT DISTINCT ON (rejected_reading.device, rejected_reading.quantity, rejected_reading.at)
        rejected_reading.device,
        rejected_reading.quantity,
        rejected_reading.at,
        rejected_message.reason
    FROM rejected_reading
    INNER JOIN rejected_message ON rejected_reading.rejected_id = rejected_message.id
    WHERE rejected_message.reason <> 'conflict'
    ORDER BY
        rejected_reading.device, rejected_reading.quantity, rejected_reading.at, rejected_message.reason
) AS refused
LEFT JOIN device ON refused.device = device.code
LEFT JOIN quantity ON refused.quantity = quantity.name
LEFT JOIN reading
    ON device.id = reading.device_id AND quantity.id = reading.quantity_id AND refused.at = reading.at
LEFT JOIN position
    ON refused.quantity = 'position' AND device.id = position.device_id AND refused.at = position.at
WHERE reading.at IS NULL AND position.at IS NULL
GROUP BY refused.reason
ORDER BY refused.reason
