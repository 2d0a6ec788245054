-- Every figure of the year that is shown, with its quota: used, due, projected, the tier of a whole year.
WITH latest AS (
    SELECT DISTINCT ON (figure.institution, figure.indicator) figure.*
    FROM analytics.indicator AS figure
    WHERE
        figure.period IN ('year', 'heating_season')
        AND figure.period_start <= %(now)s::timestamptz::date
        AND (
            %(institution)s::text IS NULL
            OR figure.institution IN (SELECT analytics.institutions_below(%(institution)s::text))
        )
    ORDER BY figure.institution ASC, figure.indicator ASC, figure.period_start DESC
)

SELECT
    CASE
        WHEN %(language)s = 'en' AND institution.institution_name_en <> ''
            THEN institution.institution_name_en
        ELSE institution.institution_name
    END AS institution,
    latest.institution AS institution_code,
    latest.indicator,
    latest.period_start,
    latest.value,
    latest.unit,
    latest.quota_value,
    latest.used_share::double precision AS used_share,
    latest.due_share::double precision AS due_share,
    latest.used_share / nullif(latest.due_share, 0) AS ratio,
    latest.projected,
    latest.projected / nullif(latest.quota_value, 0) AS projected_share,
    latest.limit_date,
    latest.tier,
    latest.change_last_year::double precision AS change_last_year,
    latest.coverage::double precision AS coverage
FROM latest
INNER JOIN analytics.institution AS institution ON latest.institution = institution.institution
ORDER BY ratio DESC NULLS LAST, latest.institution ASC, latest.indicator ASC
LIMIT 200
