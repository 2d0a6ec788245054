-- Between which days periods of a kind begin of which there are figures; NULL when there are none.
SELECT
    min(figure.period_start) AS first_start,
    max(figure.period_start) AS last_start
FROM analytics.indicator AS figure
WHERE
    (%(institution)s::text IS NULL OR figure.institution = %(institution)s::text)
    AND figure.period = %(period)s
