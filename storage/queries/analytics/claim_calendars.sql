-- Lock meters whose days and months are to be cut again, with the time zone their days have now; meters that
-- another worker holds are passed over.
SELECT
    meter.id AS meter_id,
    site.timezone
FROM meter
INNER JOIN device ON meter.device_id = device.id
INNER JOIN place AS site ON device.site_id = site.id
WHERE meter.calendar_stale
ORDER BY meter.id
LIMIT %(limit)s
FOR NO KEY UPDATE OF meter SKIP LOCKED
