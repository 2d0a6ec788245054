-- Every quota with its tiers, as models.quotas.Quota has them.
SELECT
    quota.code,
    quota.indicator,
    quota.category,
    quota.zone,
    quota.unit,
    quota.scheme,
    quota.limit_tier AS "limit",
    quota.counts,
    quota.weights,
    quota.people,
    quota.period,
    quota.day_divisor,
    factor_set.code AS factor_set,
    quota.excludes,
    quota.excludes_traffic,
    quota.source,
    quota.source_table AS table,
    quota.year,
    lower(quota.valid) AS valid_from,
    upper(quota.valid) AS valid_to,
    quota.status,
    quota.note,
    (
        SELECT
            json_agg(
                json_build_object(
                    'name', tier.name, 'name_en', tier.name_en, 'value', tier.value,
                    'purpose', tier.purpose, 'consequence', tier.consequence
                )
                ORDER BY tier.position
            )
        FROM quota_tier AS tier
        WHERE tier.quota_id = quota.id
    ) AS tiers
FROM quota
LEFT JOIN factor_set ON quota.factor_set_id = factor_set.id
