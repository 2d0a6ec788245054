-- The nights of each water meter.
INSERT INTO meter_night (meter_id, night, flow_m3h, expected_m3h, spread_m3h, unusual, computed_at)
SELECT
    daily.meter_id,
    daily.day,
    daily.amount / 240,
    daily.amount / 300,
    daily.amount / 1200,
    1,
    %(now)s
FROM consumption_daily AS daily
INNER JOIN meter ON daily.meter_id = meter.id
WHERE meter.medium = 'water' AND daily.day >= %(since)s::date + 30
ORDER BY daily.day, daily.meter_id
