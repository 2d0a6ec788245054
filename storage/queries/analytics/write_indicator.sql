-- Write the figure of an institution for a period.
INSERT INTO indicator_value (
    institution_id, indicator, period_start, period_end, value, unit, numerator, denominator, coverage,
    estimated_share, observed_days, quota_id, quota_value, used_share, due_share, projected, computed_at
) VALUES (
    %(institution_id)s, %(indicator)s, %(period_start)s, %(period_end)s, %(value)s, %(unit)s, %(numerator)s,
    %(denominator)s, %(coverage)s, %(estimated_share)s, %(observed_days)s, %(quota_id)s, %(quota_value)s,
    %(used_share)s, %(due_share)s, %(projected)s, %(computed_at)s
)
ON CONFLICT (institution_id, indicator, period_start) DO UPDATE SET
    period_end = excluded.period_end,
    value = excluded.value,
    unit = excluded.unit,
    numerator = excluded.numerator,
    denominator = excluded.denominator,
    coverage = excluded.coverage,
    estimated_share = excluded.estimated_share,
    observed_days = excluded.observed_days,
    quota_id = excluded.quota_id,
    quota_value = excluded.quota_value,
    tier = excluded.tier,
    used_share = excluded.used_share,
    due_share = excluded.due_share,
    projected = excluded.projected,
    computed_at = excluded.computed_at
