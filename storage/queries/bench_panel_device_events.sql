-- Each device went away every month for an hour and came back.
INSERT INTO device_event (device_id, at, kind)
SELECT
    device.id,
    day.begins + event.behind + mod(device.id * 61, 43000) * interval '1 minute',
    event.kind
FROM device
CROSS JOIN
    generate_series(
        %(since)s::timestamptz, %(now)s::timestamptz - interval '30 days', interval '30 days'
    ) AS day (begins)
CROSS JOIN (
    VALUES ('offline', interval '0'), ('online', interval '1 hour')
) AS event (kind, behind)
