-- Days of the period that were unlike what each meter's own history lets expect, the most unusual first.
SELECT
    score.day,
    score.meter_name,
    score.place_name,
    score.medium,
    score.unit,
    score.seen,
    score.expected,
    score.seen / nullif(score.expected, 0) - 1 AS difference,
    score.unusual
FROM analytics.day_score AS score
WHERE
    abs(score.unusual) >= 2
    -- wider than the days of any clock: the index of days leads there
    AND score.day >= (%(since)s::timestamptz AT TIME ZONE 'UTC')::date - 1
    AND score.day <= (%(now)s::timestamptz AT TIME ZONE 'UTC')::date + 1
    AND score.day >= (%(since)s::timestamptz AT TIME ZONE score.timezone)::date
    AND score.day <= (%(now)s::timestamptz AT TIME ZONE score.timezone)::date
    AND (
        %(institution)s::text IS NULL
        OR score.institution IN (SELECT analytics.institutions_below(%(institution)s::text))
    )
    AND (%(place)s::text IS NULL OR score.site = %(place)s::text)
ORDER BY abs(score.unusual) DESC, score.day DESC, score.meter ASC
LIMIT 50
