-- The days of those hours, by the clock of the sites, in the order in which a worker writes them as time goes
-- by.
INSERT INTO consumption_daily (meter_id, day, amount, estimated, coverage, computed_at)
SELECT
    hourly.meter_id,
    (hourly.hour AT TIME ZONE 'Asia/Shanghai')::date AS day,
    sum(hourly.amount),
    sum(hourly.estimated),
    count(*) / 24.0,
    %(now)s
FROM consumption_hourly AS hourly
GROUP BY hourly.meter_id, day
ORDER BY day, hourly.meter_id
