-- One meter: where and what it is, its device, and the meter above it.
SELECT
    meter.meter AS code,
    meter.meter_name AS name,
    meter.medium,
    meter.quantity,
    meter.unit,
    meter.level,
    meter.item,
    meter.place,
    meter.timezone,
    meter.institution,
    meter.parent,
    above.meter_name AS parent_name,
    meter.device,
    device.device_name,
    device.last_at,
    device.connection
FROM analytics.meter AS meter
LEFT JOIN analytics.meter AS above ON meter.parent = above.meter
LEFT JOIN analytics.device AS device ON meter.device = device.device
WHERE meter.meter = %(meter)s
