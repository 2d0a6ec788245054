-- Outdoor temperatures of sites by hour: the mean of each weather station, and of several their mean. Made of
-- readings: without TimescaleDB, gauge_hourly is a view that would compute every gauge there is.
SELECT
    outdoor.site_id,
    array_agg(outdoor.hour ORDER BY outdoor.hour) AS starts,
    array_agg(outdoor.mean_c ORDER BY outdoor.hour) AS means_c
FROM (
    SELECT
        device.site_id,
        hourly.hour,
        avg(hourly.mean_c) AS mean_c
    FROM device
    INNER JOIN quantity ON quantity.name = 'temperature_c'
    CROSS JOIN
        LATERAL (
            SELECT
                time_bucket(interval '1 hour', reading.at) AS hour,
                avg(reading.value) AS mean_c
            FROM reading
            WHERE
                reading.device_id = device.id
                AND reading.quantity_id = quantity.id
                AND reading.at >= %(begins)s
                AND reading.at < %(ends)s
            GROUP BY hour
        ) AS hourly
    WHERE device.site_id = any(%(sites)s::integer[]) AND device.kind = %(kind)s
    GROUP BY device.site_id, hourly.hour
) AS outdoor
GROUP BY outdoor.site_id
ORDER BY outdoor.site_id
