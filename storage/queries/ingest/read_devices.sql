-- Every device with its site and the first instant at which it can have measured anything.
SELECT
    device.id,
    device.code,
    site.code AS site,
    device.protocol,
    least(device.installed_at, min(lower(installation.valid))) AS earliest
FROM device
INNER JOIN place AS site ON device.site_id = site.id
LEFT JOIN meter ON device.id = meter.device_id
LEFT JOIN installation ON meter.id = installation.meter_id
GROUP BY device.id, site.code
