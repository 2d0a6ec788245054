-- What some meters, each times its share, counted together on each of the days up to an instant.
SELECT
    daily.day,
    sum(daily.amount * part.share) AS amount,
    avg(daily.coverage) AS coverage
FROM unnest(%(meters)s::text[], %(shares)s::double precision[]) AS part (meter, share)
INNER JOIN analytics.daily AS daily ON part.meter = daily.meter
WHERE
    daily.day <= (%(at)s AT TIME ZONE daily.timezone)::date
    AND daily.day > (%(at)s AT TIME ZONE daily.timezone)::date - %(days)s::integer
GROUP BY daily.day
ORDER BY daily.day
