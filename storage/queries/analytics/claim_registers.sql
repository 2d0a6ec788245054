-- Lock meters that have stale hours, those computed longest ago first; meters another worker holds are
-- passed over.
SELECT
    meter.id AS meter_id,
    meter.device_id,
    meter.quantity_id,
    meter.code,
    device.report_interval,
    site.timezone,
    site.heating
FROM meter
INNER JOIN device ON meter.device_id = device.id
INNER JOIN place AS site ON device.site_id = site.id
WHERE
    EXISTS (
        SELECT FROM stale_hour
        WHERE stale_hour.device_id = meter.device_id AND stale_hour.quantity_id = meter.quantity_id
    )
ORDER BY meter.computed_at ASC NULLS FIRST, meter.id ASC
LIMIT %(limit)s
FOR NO KEY UPDATE OF meter SKIP LOCKED
