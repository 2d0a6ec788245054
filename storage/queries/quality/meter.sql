-- One measuring point, with the one who may see it.
SELECT
    meter.meter,
    meter.meter_name,
    meter.device,
    meter.quantity,
    meter.unit,
    meter.medium,
    meter.place_name,
    meter.institution,
    meter.institution_name,
    meter.timezone
FROM analytics.meter AS meter
WHERE meter.meter = %(meter)s
