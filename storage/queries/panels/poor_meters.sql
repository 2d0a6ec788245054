-- Meters that were not wholly read within the period, the worst first.
WITH counted AS (
    SELECT
        daily.meter_id,
        count(*) AS days,
        avg(daily.coverage) AS coverage,
        sum(daily.estimated) AS estimated,
        sum(daily.amount) AS amount
    FROM analytics.daily AS daily
    WHERE
        daily.day >= (%(since)s::timestamptz AT TIME ZONE 'UTC')::date - 1
        AND daily.day <= (%(now)s::timestamptz AT TIME ZONE 'UTC')::date + 1
        AND (
            daily.day > (%(since)s::timestamptz AT TIME ZONE 'UTC')::date
            OR daily.day >= (%(since)s::timestamptz AT TIME ZONE daily.timezone)::date
        )
        AND (
            daily.day < (%(now)s::timestamptz AT TIME ZONE 'UTC')::date
            OR daily.day <= (%(now)s::timestamptz AT TIME ZONE daily.timezone)::date
        )
        AND (
            %(institution)s::text IS NULL
            OR daily.institution IN (SELECT analytics.institutions_below(%(institution)s::text))
        )
        AND (%(place)s::text IS NULL OR daily.site = %(place)s::text)
    GROUP BY daily.meter_id
    HAVING avg(daily.coverage) < 0.95
)

SELECT
    meter.meter,
    meter.meter_name,
    meter.place_name,
    meter.medium,
    counted.days,
    counted.coverage::double precision AS coverage,
    (counted.estimated / nullif(counted.amount, 0))::double precision AS estimated_share
FROM counted
INNER JOIN analytics.meter AS meter ON counted.meter_id = meter.meter_id
ORDER BY counted.coverage ASC, meter.meter ASC
LIMIT 100
