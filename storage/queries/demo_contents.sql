-- What a demo came to: devices heard, meters with hours, hours, indicators, alerts raised.
SELECT
    (
        SELECT count(*) FROM device
        WHERE
            EXISTS (SELECT FROM reading WHERE reading.device_id = device.id)
            OR EXISTS (SELECT FROM position WHERE position.device_id = device.id)
    ) AS devices,
    (SELECT count(DISTINCT meter_id) FROM consumption_hourly) AS meters,
    (SELECT count(*) FROM consumption_hourly) AS hours,
    (SELECT count(*) FROM indicator_value) AS indicators,
    (SELECT count(*) FROM alert_change WHERE to_state = 'firing') AS alerts
