-- What each month of the period came to per person and area, the latest month of a figure first.
SELECT
    to_char(figure.period_start, 'YYYY-MM') AS month,
    CASE
        WHEN %(language)s = 'en' AND institution.institution_name_en <> ''
            THEN institution.institution_name_en
        ELSE institution.institution_name
    END AS institution,
    figure.institution AS institution_code,
    figure.indicator,
    figure.value,
    figure.unit,
    figure.change_last_period::double precision AS change_last_period,
    figure.change_last_year::double precision AS change_last_year,
    figure.coverage::double precision AS coverage,
    figure.estimated_share::double precision AS estimated_share
FROM analytics.indicator AS figure
INNER JOIN analytics.institution AS institution ON figure.institution = institution.institution
WHERE
    figure.period = 'month'
    AND figure.value IS NOT NULL
    AND figure.denominator IS NOT NULL
    AND figure.period_start > (%(since)s::timestamptz - interval '1 month')::date
    AND figure.period_start <= %(now)s::timestamptz::date
    AND (
        %(institution)s::text IS NULL
        OR figure.institution IN (SELECT analytics.institutions_below(%(institution)s::text))
    )
ORDER BY
    figure.institution ASC,
    array_position(
        ARRAY['water', 'electricity', 'energy', 'non', 'heating', 'carbon'],
        split_part(figure.indicator, '_', 1)
    ) ASC NULLS LAST,
    figure.indicator ASC,
    figure.period_start DESC
LIMIT 200
