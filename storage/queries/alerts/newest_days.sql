-- What each meter counted yesterday, by its own calendar, and on the same weekday of the weeks before: the
-- median, and on how many of them it was metered.
SELECT
    meter.id,
    yesterday.amount AS value,
    yesterday.coverage,
    (yesterday.day::timestamp AT TIME ZONE site.timezone) AS at,
    usual.amount AS usual,
    usual.days AS usual_days
FROM meter
INNER JOIN quantity ON meter.quantity_id = quantity.id
INNER JOIN analytics.site AS site ON meter.place_id = site.place_id
INNER JOIN LATERAL (
    -- by its key, which LIMIT keeps the planner to: otherwise all days of each meter are read
    SELECT
        daily.day,
        daily.amount,
        daily.coverage
    FROM consumption_daily AS daily
    WHERE
        daily.meter_id = meter.id
        AND daily.day = (%(now)s AT TIME ZONE site.timezone)::date - 1
    ORDER BY daily.day
    LIMIT 1
) AS yesterday ON true
LEFT JOIN LATERAL (
    SELECT
        percentile_cont(0.5) WITHIN GROUP (ORDER BY daily.amount) AS amount,
        count(*) AS days
    FROM consumption_daily AS daily
    WHERE
        daily.meter_id = meter.id
        AND daily.day = any(
            SELECT yesterday.day - 7 * week FROM generate_series(1, %(weeks)s::integer) AS week
        )
        AND daily.coverage >= 0.8
) AS usual ON %(weeks)s > 0
WHERE
    (%(quantity)s::text IS NULL OR quantity.name = %(quantity)s)
    AND (%(medium)s::text IS NULL OR meter.medium = %(medium)s)
ORDER BY meter.id
