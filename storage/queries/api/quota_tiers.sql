-- Tiers of quotas.
SELECT
    tier.quota,
    tier.indicator,
    tier.category,
    tier.zone,
    tier.position,
    tier.tier,
    tier.tier_en,
    tier.value,
    tier.unit,
    tier.is_limit,
    tier.purpose,
    tier.consequence,
    tier.source,
    tier.source_table,
    tier.year,
    tier.status
FROM analytics.quota_tier AS tier
WHERE
    (%(quota)s::text IS NULL OR tier.quota = %(quota)s)
    AND (%(indicator)s::text IS NULL OR tier.indicator = %(indicator)s)
    AND (
        %(after_quota)s::text IS NULL
        OR (tier.quota, tier.position)
        > (%(after_quota)s::text, %(after_position)s::bigint)
    )
ORDER BY tier.quota, tier.position
LIMIT %(rows)s
