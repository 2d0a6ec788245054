-- The newest value of a gauge of each device that reported it since an instant.
SELECT
    device.id,
    newest.value,
    newest.at
FROM device
INNER JOIN quantity ON quantity.name = %(quantity)s
INNER JOIN LATERAL (
    SELECT
        reading.value,
        reading.at
    FROM reading
    WHERE
        reading.device_id = device.id
        AND reading.quantity_id = quantity.id
        AND reading.at > %(since)s
        AND reading.at <= %(now)s::timestamptz + interval '10 minutes'
    ORDER BY reading.at DESC
    LIMIT 1
) AS newest ON true
ORDER BY device.id
