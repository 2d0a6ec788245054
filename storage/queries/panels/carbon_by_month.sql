-- Carbon of each institution by month over the last thirteen; a region's has those below it in it.
SELECT
    figure.period_start AS label,
    CASE
        WHEN %(language)s = 'en' AND institution.institution_name_en <> ''
            THEN institution.institution_name_en
        ELSE institution.institution_name
    END AS series,
    figure.value,
    figure.coverage::double precision AS coverage
FROM analytics.indicator AS figure
INNER JOIN analytics.institution AS institution ON figure.institution = institution.institution
WHERE
    figure.indicator = 'carbon'
    AND institution.type <> 'region'
    AND figure.period = 'month'
    AND figure.value IS NOT NULL
    AND figure.period_start > (%(now)s::timestamptz - interval '13 months')::date
    AND figure.period_start <= %(now)s::timestamptz::date
    AND (
        %(institution)s::text IS NULL
        OR figure.institution IN (SELECT analytics.institutions_below(%(institution)s::text))
    )
ORDER BY figure.institution ASC, figure.period_start ASC
