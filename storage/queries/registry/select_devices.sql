-- Every device, as models.registry.Device has it, and the site it publishes under.
SELECT
    device.code,
    device.name,
    device.kind,
    device.protocol,
    place.code AS place,
    gateway.code AS gateway,
    extract(EPOCH FROM device.report_interval)::double precision / 60 AS interval_minutes,
    device.installed_at,
    device.tags,
    site.code AS site
FROM device
INNER JOIN place AS site ON device.site_id = site.id
LEFT JOIN place ON device.place_id = place.id
LEFT JOIN device AS gateway ON device.gateway_id = gateway.id
