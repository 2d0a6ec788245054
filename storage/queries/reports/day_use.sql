-- What an institution and each one below it used on a day, by medium: the sum of those of its meters above
-- which it has none, how much of it is metered, and the median of the same weekday of the weeks before.
WITH RECURSIVE belongs AS (
    SELECT
        member.id AS institution_id,
        member.code AS institution,
        meter.id AS meter_id,
        meter.parent_id,
        meter.medium,
        quantity.unit
    FROM institution
    INNER JOIN institution_scope AS scope ON institution.id = scope.institution_id
    INNER JOIN institution AS member ON scope.member_id = member.id
    INNER JOIN institution_scope AS below ON member.id = below.institution_id
    INNER JOIN analytics.site AS site ON below.member_id = site.institution_id
    INNER JOIN meter ON site.place_id = meter.place_id
    INNER JOIN quantity ON meter.quantity_id = quantity.id
    INNER JOIN unnest(%(media)s::text[], %(quantities)s::text[]) AS balanced (medium, quantity)
        ON meter.medium = balanced.medium AND quantity.name = balanced.quantity
    INNER JOIN installation
        ON
            meter.id = installation.meter_id
            AND installation.valid && tstzrange(
                %(day)s::date::timestamp AT TIME ZONE site.timezone,
                (%(day)s::date + 1)::timestamp AT TIME ZONE site.timezone
            )
    WHERE institution.code = %(institution)s
    GROUP BY member.id, meter.id, quantity.id
),

above AS (
    SELECT
        belongs.institution_id,
        belongs.meter_id,
        belongs.parent_id AS above_id
    FROM belongs
    WHERE belongs.parent_id IS NOT NULL
    UNION
    SELECT
        above.institution_id,
        above.meter_id,
        meter.parent_id
    FROM above
    INNER JOIN meter ON above.above_id = meter.id
    WHERE meter.parent_id IS NOT NULL
),

topmost AS (
    SELECT belongs.*
    FROM belongs
    WHERE NOT EXISTS (
        SELECT
        FROM above
        INNER JOIN belongs AS upper
            ON above.institution_id = upper.institution_id AND above.above_id = upper.meter_id
        WHERE above.institution_id = belongs.institution_id AND above.meter_id = belongs.meter_id
    )
),

by_day AS (
    SELECT
        topmost.institution,
        topmost.medium,
        topmost.unit,
        week.number AS week,
        sum(daily.amount) AS amount,
        sum(daily.estimated) AS estimated,
        sum(coalesce(daily.coverage, 0)) / count(*) AS coverage
    FROM topmost
    CROSS JOIN generate_series(0, %(weeks)s::integer) AS week (number)
    LEFT JOIN consumption_daily AS daily
        ON topmost.meter_id = daily.meter_id AND daily.day = %(day)s::date - 7 * week.number
    GROUP BY topmost.institution, topmost.medium, topmost.unit, week.number
)

SELECT
    by_day.institution,
    by_day.medium,
    by_day.unit,
    max(by_day.amount) FILTER (WHERE by_day.week = 0) AS amount,
    max(by_day.coverage) FILTER (WHERE by_day.week = 0) AS coverage,
    percentile_cont(0.5) WITHIN GROUP (ORDER BY by_day.amount)
    FILTER (WHERE by_day.week > 0 AND by_day.coverage >= 0.8) AS usual,
    count(by_day.amount) FILTER (WHERE by_day.week > 0 AND by_day.coverage >= 0.8) AS usual_days
FROM by_day
GROUP BY by_day.institution, by_day.medium, by_day.unit
ORDER BY
    by_day.institution,
    array_position(%(media)s::text[], by_day.medium)
