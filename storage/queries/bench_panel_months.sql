-- The months of those days.
INSERT INTO consumption_monthly (meter_id, month, amount, estimated, coverage, computed_at)
SELECT
    daily.meter_id,
    date_trunc('month', daily.day)::date AS month,
    sum(daily.amount),
    sum(daily.estimated),
    avg(daily.coverage),
    %(now)s
FROM consumption_daily AS daily
GROUP BY daily.meter_id, month
