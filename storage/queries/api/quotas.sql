-- Quotas, each with its limit and its source.
SELECT
    quota.quota,
    quota.indicator,
    quota.category,
    quota.zone,
    quota.unit,
    quota.scheme,
    quota.limit_tier,
    quota.limit_tier_en,
    quota.limit_value,
    quota.counts,
    quota.people,
    quota.period,
    quota.day_divisor,
    quota.factor_set,
    quota.source,
    quota.source_table,
    quota.year,
    quota.valid_from,
    quota.valid_to,
    quota.status,
    quota.note
FROM analytics.quota AS quota
WHERE
    (%(indicator)s::text IS NULL OR quota.indicator = %(indicator)s)
    AND (%(after_quota)s::text IS NULL OR quota.quota > %(after_quota)s)
ORDER BY quota.quota
LIMIT %(rows)s
