-- What the main meters (level 1) of an institution counted on each of the days up to an instant, by their
-- own calendar.
SELECT
    daily.day,
    sum(daily.amount) AS amount,
    min(daily.coverage) AS coverage
FROM analytics.daily AS daily
WHERE
    daily.institution = %(institution)s
    AND daily.medium = %(medium)s
    AND daily.quantity = %(quantity)s
    AND daily.level = 1
    AND daily.day <= (%(at)s AT TIME ZONE daily.timezone)::date
    AND daily.day > (%(at)s AT TIME ZONE daily.timezone)::date - %(days)s::integer
GROUP BY daily.day
ORDER BY daily.day
