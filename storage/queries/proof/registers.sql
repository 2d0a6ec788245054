-- Every register that was ever reported for a meter, in no order, and how far apart its reports are expected.
SELECT
    device.report_interval,
    coalesce(read.at, '{}') AS at,
    coalesce(read.value, '{}') AS value
FROM analytics.device AS device
LEFT JOIN LATERAL (
    SELECT
        array_agg(reading.at) AS at,
        array_agg(reading.value) AS value
    FROM analytics.reading AS reading
    WHERE
        reading.device = device.device
        AND reading.quantity = (SELECT meter.quantity FROM analytics.meter WHERE meter.meter_id = %(meter)s)
) AS read ON true
WHERE device.device = (SELECT meter.device FROM analytics.meter WHERE meter.meter_id = %(meter)s)
