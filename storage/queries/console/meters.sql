-- The meters at a place, those at the top of its tree of meters first, with what each counted in a period.
SELECT
    meter.meter AS code,
    meter.meter_name AS name,
    meter.medium,
    meter.level,
    meter.item,
    meter.parent,
    meter.unit,
    used.amount,
    used.estimated / nullif(used.amount, 0) AS estimated_share,
    used.coverage::double precision AS coverage
FROM analytics.meter AS meter
LEFT JOIN (
    SELECT
        daily.meter,
        sum(daily.amount) AS amount,
        sum(daily.estimated) AS estimated,
        avg(daily.coverage) AS coverage
    FROM analytics.daily AS daily
    WHERE daily.place = %(place)s AND daily.day >= %(since)s
    GROUP BY daily.meter
) AS used ON meter.meter = used.meter
WHERE meter.place = %(place)s
ORDER BY meter.medium ASC, meter.level ASC, used.amount DESC NULLS LAST, meter.meter ASC
LIMIT 500
