-- Devices by code, a page at a time: the page is found first, how each device is only then.
WITH page AS MATERIALIZED (
    SELECT
        registered.device,
        registered.place_name,
        registered.institution_name
    FROM analytics.registered_device AS registered
    WHERE
        (%(kind)s::text IS NULL OR registered.kind = %(kind)s)
        AND (%(institution)s::text IS NULL OR registered.institution = %(institution)s)
        AND (%(after_device)s::text IS NULL OR registered.device > %(after_device)s)
        AND strpos(
            lower(
                concat_ws(
                    ' ',
                    registered.device,
                    registered.device_name,
                    registered.place_name,
                    registered.institution_name
                )
            ),
            lower(%(text)s::text)
        ) > 0
    ORDER BY registered.device
    LIMIT %(rows)s
)

SELECT
    device.device,
    device.device_name,
    device.kind,
    device.protocol,
    (extract(EPOCH FROM device.report_interval) / 60)::double precision AS interval_minutes,
    page.place_name,
    page.institution_name,
    device.timezone,
    device.connection,
    device.connection_at,
    device.last_at,
    coalesce(device.last_at <= %(now)s::timestamptz - 3 * device.report_interval, true) AS silent
FROM analytics.device AS device
INNER JOIN page ON device.device = page.device
WHERE device.device = any(array(SELECT found.device FROM page AS found))
ORDER BY device.device
