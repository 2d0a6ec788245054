-- Devices that have not reported within three of their intervals: those that fell silent before those that
-- never spoke, the longest silence first.
SELECT
    device.device,
    device.device_name,
    CASE
        WHEN %(language)s = 'en' AND place.place_name_en <> '' THEN place.place_name_en
        ELSE place.place_name
    END AS place,
    device.last_at,
    device.connection,
    device.timezone
FROM analytics.device AS device
INNER JOIN analytics.place AS place ON device.place = place.place
WHERE
    (
        device.last_at IS NULL
        OR device.last_at <= %(now)s::timestamptz - 3 * device.report_interval
    )
    AND (
        %(institution)s::text IS NULL
        OR device.institution IN (SELECT analytics.institutions_below(%(institution)s::text))
    )
    AND (%(place)s::text IS NULL OR device.site = %(place)s::text)
ORDER BY device.last_at ASC NULLS LAST, device.device ASC
LIMIT 200
