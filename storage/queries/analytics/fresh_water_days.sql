-- Days of the main meters (level 1) for fresh water of an institution within a period, in order.
SELECT
    meter.id AS meter_id,
    array_agg(daily.day ORDER BY daily.day) AS starts,
    array_agg(daily.amount ORDER BY daily.day) AS amounts,
    array_agg(daily.estimated ORDER BY daily.day) AS estimates,
    array_agg(daily.coverage ORDER BY daily.day) AS coverages
FROM meter
INNER JOIN quantity ON meter.quantity_id = quantity.id
INNER JOIN analytics.site AS site ON meter.place_id = site.place_id
INNER JOIN consumption_daily AS daily ON meter.id = daily.meter_id
WHERE
    site.institution_id = %(institution)s
    AND meter.medium = 'water'
    AND meter.level = 1
    AND quantity.name = 'volume_m3'
    AND daily.day >= %(period_start)s
    AND daily.day < %(period_end)s
GROUP BY meter.id
ORDER BY meter.id
