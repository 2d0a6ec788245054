-- Measuring points.
SELECT
    meter.meter,
    meter.meter_name,
    meter.device,
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
WHERE
    (%(site)s::text IS NULL OR meter.site = %(site)s)
    AND (%(institution)s::text IS NULL OR meter.institution = %(institution)s)
    AND (%(medium)s::text IS NULL OR meter.medium = %(medium)s)
    AND (%(after_meter)s::text IS NULL OR meter.meter > %(after_meter)s)
ORDER BY meter.meter
LIMIT %(rows)s
