-- How well all meters were read on each day of the period: the mean share of the day that is metered, and the
-- mean share of what is estimated.
WITH known AS (
    SELECT
        daily.day,
        avg(daily.coverage)::double precision AS metered,
        avg(daily.estimated / nullif(daily.amount, 0))::double precision AS estimated
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
    GROUP BY daily.day
)

SELECT
    known.day AS label,
    share.series,
    CASE share.series WHEN 'metered' THEN known.metered ELSE known.estimated END AS value,
    1.0::double precision AS coverage
FROM known
CROSS JOIN (VALUES ('metered'), ('estimated')) AS share (series)
ORDER BY share.series DESC, known.day ASC
