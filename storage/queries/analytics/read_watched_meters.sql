-- The water meters of a site with the meter above each, where they are, and whether they were judged before.
SELECT
    meter.id,
    meter.parent_id,
    meter.item,
    place.kind AS place_kind,
    site.timezone,
    site.heating,
    watch.meter_id IS NOT NULL AS was_judged
FROM meter
INNER JOIN device ON meter.device_id = device.id
INNER JOIN quantity ON meter.quantity_id = quantity.id
INNER JOIN place AS site ON device.site_id = site.id
INNER JOIN place ON meter.place_id = place.id
LEFT JOIN meter_watch AS watch ON meter.id = watch.meter_id
WHERE
    device.site_id = %(site)s
    AND quantity.name = 'volume_m3'
    AND meter.medium IN ('water', 'reclaimed_water')
ORDER BY meter.id
