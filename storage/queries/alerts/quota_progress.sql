-- The latest year or heating season of every indicator for each institution that a quota judges, with the
-- institutions above it.
SELECT DISTINCT ON (institution.id, indicator.indicator)
    institution.id AS institution_id,
    institution.code AS institution,
    institution.name AS institution_name,
    institution.name_en AS institution_name_en,
    indicator.indicator,
    indicator.period_start,
    indicator.period_end,
    indicator.value,
    indicator.unit,
    indicator.numerator,
    indicator.denominator,
    indicator.coverage,
    indicator.estimated_share,
    indicator.observed_days,
    indicator.quota,
    indicator.quota_source,
    quota.status AS quota_status,
    quota.unit AS quota_unit,
    indicator.quota_tier,
    indicator.quota_value,
    indicator.used_share,
    indicator.due_share,
    indicator.due_basis,
    indicator.projected,
    indicator.projected_low,
    indicator.projected_high,
    indicator.limit_date,
    array_to_string(indicator.check_reasons, ' ') AS check_reasons,
    indicator.computed_at,
    coalesce(
        (
            SELECT min(site.timezone)
            FROM analytics.site AS site
            WHERE site.institution_id = institution.id
        ),
        'UTC'
    ) AS timezone,
    coalesce(tier.name_en, indicator.quota_tier) AS quota_tier_en,
    coalesce(indicator.tier, '') AS tier,
    array_to_string(
        array(
            SELECT upper.code
            FROM institution_scope AS scope
            INNER JOIN institution AS upper ON scope.institution_id = upper.id
            WHERE scope.member_id = institution.id AND upper.id <> institution.id
        ),
        ' '
    ) AS above
FROM analytics.indicator AS indicator
INNER JOIN institution ON indicator.institution = institution.code
INNER JOIN quota ON indicator.quota = quota.code
LEFT JOIN quota_tier AS tier ON quota.id = tier.quota_id AND quota.limit_tier = tier.name
WHERE
    indicator.period <> 'month'
    AND indicator.quota_value IS NOT NULL
    AND indicator.used_share IS NOT NULL
    AND indicator.due_share IS NOT NULL
ORDER BY institution.id ASC, indicator.indicator ASC, indicator.period_start DESC
