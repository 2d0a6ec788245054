-- The latest baseline of each meter of a site that has one, with the zone and heating region of the site.
SELECT DISTINCT ON (baseline.meter_id)
    baseline.meter_id,
    baseline.version,
    baseline.parameters,
    baseline.spread,
    baseline.trained_from,
    baseline.trained_to,
    baseline.trained_days,
    site.timezone,
    site.heating
FROM meter_baseline AS baseline
INNER JOIN meter ON baseline.meter_id = meter.id
INNER JOIN device ON meter.device_id = device.id
INNER JOIN place AS site ON device.site_id = site.id
WHERE device.site_id = %(site)s AND baseline.state = 'ready'
ORDER BY baseline.meter_id ASC, baseline.version DESC
