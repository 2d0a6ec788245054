-- Devices, those that never spoke first, then the longest silence, a page at a time.
WITH listed AS (
    SELECT
        device.device,
        device.device_name,
        device.kind,
        device.protocol,
        device.report_interval,
        place.place_name,
        place.institution_name,
        device.timezone,
        device.connection,
        device.connection_at,
        device.last_at,
        coalesce(device.last_at <= %(now)s::timestamptz - 3 * device.report_interval, true) AS silent
    FROM analytics.device AS device
    INNER JOIN analytics.site AS place ON device.place = place.place
    WHERE
        (%(kind)s::text IS NULL OR device.kind = %(kind)s)
        AND (%(institution)s::text IS NULL OR place.institution = %(institution)s)
        AND strpos(
            lower(
                concat_ws(' ', device.device, device.device_name, place.place_name, place.institution_name)
            ),
            lower(%(text)s::text)
        ) > 0
)

SELECT
    device.device,
    device.device_name,
    device.kind,
    device.protocol,
    (extract(EPOCH FROM device.report_interval) / 60)::double precision AS interval_minutes,
    device.place_name,
    device.institution_name,
    device.timezone,
    device.connection,
    device.connection_at,
    device.last_at,
    device.silent
FROM listed AS device
WHERE
    (%(silent)s::boolean IS NULL OR device.silent = %(silent)s)
    AND (
        %(after_device)s::text IS NULL
        OR (coalesce(device.last_at, '-infinity'), device.device)
        > (coalesce(%(after_at)s::timestamptz, '-infinity'), %(after_device)s::text)
    )
ORDER BY coalesce(device.last_at, '-infinity'), device.device
LIMIT %(rows)s
