-- Institutions by an indicator of the newest year, highest first, beside the median of those of their type.
WITH latest AS (
    SELECT DISTINCT ON (figure.institution)
        figure.institution,
        institution.institution_name,
        institution.institution_name_en,
        institution.type,
        figure.value,
        figure.coverage::double precision AS coverage
    FROM analytics.indicator AS figure
    INNER JOIN analytics.institution AS institution ON figure.institution = institution.institution
    WHERE
        figure.indicator = %(indicator)s
        AND figure.period = 'year'
        AND figure.value IS NOT NULL
        AND figure.period_start <= %(now)s::timestamptz::date
        AND institution.type <> 'region'
    ORDER BY figure.institution ASC, figure.period_start DESC
),

alike AS (
    SELECT
        latest.type,
        percentile_cont(0.5) WITHIN GROUP (ORDER BY latest.value) AS median
    FROM latest
    GROUP BY latest.type
)

SELECT
    CASE
        WHEN %(language)s = 'en' AND latest.institution_name_en <> '' THEN latest.institution_name_en
        ELSE latest.institution_name
    END AS label,
    series.series,
    CASE series.series WHEN 'own' THEN latest.value ELSE alike.median END AS value,
    latest.coverage
FROM latest
INNER JOIN alike ON latest.type = alike.type
CROSS JOIN (VALUES ('own'), ('alike')) AS series (series)
WHERE
    %(institution)s::text IS NULL
    OR latest.institution IN (SELECT analytics.institutions_below(%(institution)s::text))
ORDER BY latest.value DESC, latest.institution ASC, series.series DESC
LIMIT 60
