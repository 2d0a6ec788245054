-- What a meter counted on each of the days up to an instant, by its own calendar.
SELECT
    daily.day,
    daily.amount,
    daily.coverage
FROM analytics.daily AS daily
WHERE
    daily.meter = %(meter)s
    AND daily.day <= (%(at)s AT TIME ZONE daily.timezone)::date
    AND daily.day > (%(at)s AT TIME ZONE daily.timezone)::date - %(days)s::integer
ORDER BY daily.day
