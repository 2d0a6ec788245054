-- Every measuring point with what an export says of it, by site and code.
SELECT
    meter.meter_id,
    meter.meter,
    meter.meter_name,
    meter.quantity,
    meter.unit,
    meter.medium,
    meter.level,
    meter.parent,
    meter.item,
    meter.place,
    meter.place_name,
    meter.site,
    meter.timezone,
    meter.institution,
    meter.institution_name
FROM analytics.meter AS meter
ORDER BY meter.site, meter.meter
