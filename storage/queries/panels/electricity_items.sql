-- Electricity of second-level meters by sub-item within the period, and within the period before of the same
-- length.
WITH used AS (
    SELECT
        daily.item,
        daily.day > (%(since)s::timestamptz AT TIME ZONE 'UTC')::date
        OR (
            daily.day >= (%(since)s::timestamptz AT TIME ZONE 'UTC')::date - 1
            AND daily.day >= (%(since)s::timestamptz AT TIME ZONE daily.timezone)::date
        ) AS is_now,
        sum(daily.amount) AS amount
    FROM analytics.daily AS daily
    WHERE
        daily.level = 2
        AND daily.medium = 'electricity'
        AND daily.quantity = 'energy_kwh'
        AND daily.item <> ''
        AND daily.day >= (
            (%(since)s::timestamptz - (%(now)s::timestamptz - %(since)s::timestamptz)) AT TIME ZONE 'UTC'
        )::date - 1
        AND daily.day <= (%(now)s::timestamptz AT TIME ZONE 'UTC')::date + 1
        AND (
            daily.day > (
                (%(since)s::timestamptz - (%(now)s::timestamptz - %(since)s::timestamptz)) AT TIME ZONE 'UTC'
            )::date
            OR daily.day >= (
                (%(since)s::timestamptz - (%(now)s::timestamptz - %(since)s::timestamptz))
                AT TIME ZONE daily.timezone
            )::date
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
    GROUP BY daily.item, is_now
)

SELECT
    used.item AS label,
    CASE WHEN used.is_now THEN 'this' ELSE 'before' END AS series,
    used.amount AS value,
    1.0::double precision AS coverage
FROM used
ORDER BY used.is_now ASC, used.amount DESC, used.item ASC
