-- When each device was last heard of in the last 30 days, as event time: its newest register, gauge or fix.
SELECT
    device.id,
    greatest(report.at, fix.at) AS at
FROM device
LEFT JOIN LATERAL (
    SELECT max(newest.at) AS at
    FROM quantity
    INNER JOIN LATERAL (
        SELECT reading.at
        FROM reading
        WHERE
            reading.device_id = device.id
            AND reading.quantity_id = quantity.id
            AND reading.at > %(now)s::timestamptz - interval '30 days'
            AND reading.at <= %(now)s::timestamptz + interval '10 minutes'
        ORDER BY reading.at DESC
        LIMIT 1
    ) AS newest ON true
    -- a device that has a meter is heard by its register
    WHERE
        quantity.id IN (SELECT meter.quantity_id FROM meter WHERE meter.device_id = device.id)
        OR NOT EXISTS (SELECT FROM meter WHERE meter.device_id = device.id)
) AS report ON true
LEFT JOIN LATERAL (
    SELECT position.at
    FROM position
    WHERE
        position.device_id = device.id AND position.at > %(now)s::timestamptz - interval '30 days'
        AND position.at <= %(now)s::timestamptz + interval '10 minutes'
    ORDER BY position.at DESC
    LIMIT 1
) AS fix ON true
ORDER BY device.id
