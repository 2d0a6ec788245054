-- The days of a meter within a span of its site's calendar, each with what of it is estimated.
SELECT
    daily.day,
    daily.amount,
    daily.estimated,
    daily.coverage::double precision AS coverage
FROM analytics.daily AS daily
WHERE
    daily.meter = %(meter)s
    AND daily.day >= %(first)s
    AND daily.day < %(until)s
ORDER BY daily.day
