-- Every figure of the newest year or heating season of the institutions that are chosen: used, due, projected
-- with its range, the tier and what it is for, the target, its source, and why somebody should check it.
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
    latest.institution AS institution_code,
    CASE
        WHEN %(language)s = 'en' AND institution.institution_name_en <> ''
            THEN institution.institution_name_en
        ELSE institution.institution_name
    END AS institution,
    latest.indicator,
    latest.period,
    latest.period_start,
    latest.value,
    latest.unit,
    latest.observed_days,
    latest.coverage::double precision AS coverage,
    latest.estimated_share::double precision AS estimated_share,
    latest.used_share::double precision AS used_share,
    latest.due_share::double precision AS due_share,
    latest.used_share / nullif(latest.due_share, 0) AS ratio,
    latest.projected,
    latest.projected_low,
    latest.projected_high,
    latest.limit_date,
    latest.quota_value,
    CASE WHEN %(language)s = 'en' THEN quota.limit_tier_en ELSE quota.limit_tier END AS limit_tier,
    CASE WHEN %(language)s = 'en' THEN coalesce(reached.tier_en, latest.tier) ELSE latest.tier END AS tier,
    reached.purpose,
    reached.consequence,
    quota.unit AS quota_unit,
    quota.source,
    quota.source_table,
    quota.status,
    latest.target_kind,
    latest.target_value,
    latest.target_from,
    latest.target_to,
    latest.check_reasons
FROM latest
INNER JOIN analytics.institution AS institution ON latest.institution = institution.institution
LEFT JOIN analytics.quota AS quota ON latest.quota = quota.quota
LEFT JOIN analytics.quota_tier AS reached ON latest.quota = reached.quota AND latest.tier = reached.tier
ORDER BY ratio DESC NULLS LAST, latest.institution ASC, latest.indicator ASC
LIMIT 1000
