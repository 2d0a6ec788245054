-- How far each institution has come with its yearly quota of water per person: the latest period, furthest
-- ahead first.
WITH latest AS (
    SELECT DISTINCT ON (indicator.institution) indicator.*
    FROM analytics.indicator AS indicator
    WHERE
        indicator.indicator = 'water_per_person'
        AND indicator.period = 'year'
        AND indicator.value IS NOT NULL
        AND (
            %(institution)s::text IS NULL
            OR indicator.institution IN (SELECT analytics.institutions_below(%(institution)s::text))
        )
    ORDER BY indicator.institution ASC, indicator.period_start DESC
)

SELECT
    CASE
        WHEN %(language)s = 'en' AND institution.institution_name_en <> ''
            THEN institution.institution_name_en
        ELSE institution.institution_name
    END AS institution,
    latest.period_start,
    latest.period_end,
    latest.value,
    latest.unit,
    latest.numerator,
    latest.denominator,
    latest.coverage::double precision AS coverage,
    latest.estimated_share::double precision AS estimated_share,
    latest.observed_days,
    latest.used_share::double precision AS used_share,
    latest.due_share::double precision AS due_share,
    latest.projected,
    latest.quota_value,
    quota.unit AS quota_unit,
    CASE WHEN %(language)s = 'en' THEN quota.limit_tier_en ELSE quota.limit_tier END AS quota_tier,
    quota.source AS quota_source,
    quota.status AS quota_status,
    latest.used_share / nullif(latest.due_share, 0) AS ratio
FROM latest
INNER JOIN analytics.institution AS institution ON latest.institution = institution.institution
LEFT JOIN analytics.quota AS quota ON latest.quota = quota.quota
ORDER BY ratio DESC NULLS LAST, latest.institution ASC
LIMIT 20
