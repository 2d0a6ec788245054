-- What some meters counted within a period, by institution, month, medium and quantity; coverage is the mean
-- over the meters and days that have one.
SELECT
    daily.institution,
    daily.institution_name,
    date_trunc('month', daily.day)::date AS month,
    daily.medium,
    daily.quantity,
    sum(daily.amount) AS amount,
    sum(daily.estimated) AS estimated,
    avg(daily.coverage)::double precision AS coverage
FROM analytics.daily AS daily
WHERE
    daily.meter_id = any(%(meters)s::integer[])
    AND daily.day >= %(since)s
    AND daily.day < %(until)s
GROUP BY
    daily.institution, daily.institution_name, date_trunc('month', daily.day), daily.medium, daily.quantity
ORDER BY daily.institution, month, daily.medium, daily.quantity
