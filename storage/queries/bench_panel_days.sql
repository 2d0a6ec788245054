-- The days of those hours, by the clock of the sites, in the order in which a worker writes them as time goes
-- by.
INSERT INTO consumption_daily (meter_id, day, amount, estimated, coverage, night_amounts, computed_at)
SELECT
    hourly.meter_id,
    (hourly.hour AT TIME ZONE 'Asia/Shanghai')::date AS day,
    sum(hourly.amount),
    sum(hourly.estimated),
    sum(hourly.coverage) / 24.0,
    CASE
        WHEN quantity.name = 'volume_m3'
            THEN
                array_agg(
                    CASE WHEN hourly.estimated = 0 AND hourly.coverage >= 0.9 THEN hourly.amount END
                    ORDER BY hourly.hour ASC
                )
                FILTER (WHERE extract(HOUR FROM hourly.hour AT TIME ZONE 'Asia/Shanghai') BETWEEN 1 AND 4)
                || ARRAY[NULL, NULL]::double precision[]
    END,
    %(now)s
FROM consumption_hourly AS hourly
INNER JOIN meter ON hourly.meter_id = meter.id
INNER JOIN quantity ON meter.quantity_id = quantity.id
GROUP BY hourly.meter_id, quantity.name, day
ORDER BY day, hourly.meter_id
