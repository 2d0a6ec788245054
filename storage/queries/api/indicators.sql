-- Figures of institutions, by period.
SELECT
    indicator.institution,
    indicator.institution_name,
    indicator.indicator,
    indicator.period,
    indicator.period_start,
    indicator.period_end,
    indicator.value,
    indicator.unit,
    indicator.numerator,
    indicator.denominator,
    indicator.divisor,
    indicator.day_divisor,
    indicator.counted,
    indicator.coverage,
    indicator.estimated_share,
    indicator.observed_days,
    indicator.observed_from,
    indicator.observed_to,
    indicator.quota,
    indicator.quota_source,
    indicator.quota_tier,
    indicator.quota_value,
    indicator.tier,
    indicator.used_share,
    indicator.due_share,
    indicator.due_basis,
    indicator.projected,
    indicator.projected_low,
    indicator.projected_high,
    indicator.limit_date,
    indicator.factor_set,
    indicator.value_last_year,
    indicator.change_last_year,
    indicator.value_last_period,
    indicator.change_last_period,
    indicator.target_kind,
    indicator.target_value,
    indicator.check_reasons,
    indicator.computed_at
FROM analytics.indicator AS indicator
WHERE
    (%(institution)s::text IS NULL OR indicator.institution = %(institution)s)
    AND (%(indicator)s::text IS NULL OR indicator.indicator = %(indicator)s)
    AND (%(period)s::text IS NULL OR indicator.period = %(period)s)
    AND (%(since)s::date IS NULL OR indicator.period_start >= %(since)s)
    AND (%(until)s::date IS NULL OR indicator.period_start < %(until)s)
    AND (
        %(after_institution)s::text IS NULL
        OR (indicator.institution, indicator.indicator, indicator.period_start, indicator.period_end)
        > (
            %(after_institution)s::text,
            %(after_indicator)s::text,
            %(after_period_start)s::date,
            %(after_period_end)s::date
        )
    )
ORDER BY indicator.institution, indicator.indicator, indicator.period_start, indicator.period_end
LIMIT %(rows)s
