-- The own quiet flow of a meter in each of the nights up to an instant, m3/h, named by the day each ends in.
SELECT
    night.night AS day,
    night.flow_m3h AS amount,
    1.0::double precision AS coverage
FROM analytics.meter_night AS night
WHERE
    night.meter = %(meter)s
    AND night.night <= (%(at)s AT TIME ZONE night.timezone)::date
    AND night.night > (%(at)s AT TIME ZONE night.timezone)::date - %(days)s::integer
ORDER BY night.night
