-- Electricity meters by what they counted within the period, most first.
WITH counted AS (
    SELECT
        daily.meter_id,
        sum(daily.amount) AS amount,
        sum(daily.estimated) AS estimated,
        avg(daily.coverage)::double precision AS coverage
    FROM analytics.daily AS daily
    WHERE
        daily.medium = 'electricity'
        AND daily.quantity = 'energy_kwh'
        AND daily.day >= (%(since)s::timestamptz AT TIME ZONE 'UTC')::date - 1
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
)

SELECT
    meter.meter_name,
    meter.place_name,
    meter.level,
    meter.item,
    counted.amount,
    (counted.estimated / nullif(counted.amount, 0))::double precision AS estimated_share,
    counted.coverage
FROM counted
INNER JOIN analytics.meter AS meter ON counted.meter_id = meter.meter_id
ORDER BY counted.amount DESC, meter.meter ASC
LIMIT 50
