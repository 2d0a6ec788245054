-- Carbon of each institution by month over the last thirteen; a region's has those below it in it.
WITH RECURSIVE chosen AS (
    SELECT institution.institution
    FROM analytics.institution AS institution
    WHERE institution.institution = %(institution)s::text
    UNION
    SELECT below.institution
    FROM analytics.institution AS below
    INNER JOIN chosen ON below.parent = chosen.institution
)

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
    AND figure.period = 'month'
    AND figure.value IS NOT NULL
    AND figure.period_start > (%(now)s::timestamptz - interval '13 months')::date
    AND figure.period_start <= %(now)s::timestamptz::date
    AND (
        (%(institution)s::text IS NULL AND institution.type <> 'region')
        OR figure.institution IN (
            SELECT chosen.institution
            FROM chosen
            INNER JOIN analytics.institution AS member ON chosen.institution = member.institution
            WHERE member.type <> 'region'
        )
    )
ORDER BY figure.institution ASC, figure.period_start ASC
