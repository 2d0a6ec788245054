-- Write the figures of an institution for one period; figures of it that can no longer be computed go.
WITH fresh AS (
    SELECT figure.*
    FROM jsonb_populate_recordset(NULL::indicator_value, %(figures)s::jsonb) AS figure
),

gone AS (
    DELETE FROM indicator_value AS old
    WHERE
        old.institution_id = %(institution)s
        AND old.period = %(period)s
        AND old.period_start = %(period_start)s
        AND NOT EXISTS (SELECT FROM fresh WHERE fresh.indicator = old.indicator)
    RETURNING old.indicator
),

written AS (
    INSERT INTO indicator_value AS old (
        institution_id, indicator, period, period_start, period_end, value, unit, numerator, denominator,
        divisor, day_divisor, counted, coverage, estimated_share, observed_days, observed_from, observed_to,
        quota_id, quota_value, tier, used_share, due_share, due_basis, projected, projected_low,
        projected_high, limit_date, factor_set, grid_region, grid_data_year, value_last_year,
        value_last_period, own_value, own_from, own_to, check_reasons, computed_at
    )
    SELECT
        fresh.institution_id,
        fresh.indicator,
        fresh.period,
        fresh.period_start,
        fresh.period_end,
        fresh.value,
        fresh.unit,
        fresh.numerator,
        fresh.denominator,
        fresh.divisor,
        fresh.day_divisor,
        fresh.counted,
        fresh.coverage,
        fresh.estimated_share,
        fresh.observed_days,
        fresh.observed_from,
        fresh.observed_to,
        fresh.quota_id,
        fresh.quota_value,
        fresh.tier,
        fresh.used_share,
        fresh.due_share,
        fresh.due_basis,
        fresh.projected,
        fresh.projected_low,
        fresh.projected_high,
        fresh.limit_date,
        fresh.factor_set,
        fresh.grid_region,
        fresh.grid_data_year,
        fresh.value_last_year,
        fresh.value_last_period,
        fresh.own_value,
        fresh.own_from,
        fresh.own_to,
        fresh.check_reasons,
        fresh.computed_at
    FROM fresh
    ON CONFLICT (institution_id, indicator, period, period_start) DO UPDATE
        SET
            period_end = excluded.period_end,
            value = excluded.value,
            unit = excluded.unit,
            numerator = excluded.numerator,
            denominator = excluded.denominator,
            divisor = excluded.divisor,
            day_divisor = excluded.day_divisor,
            counted = excluded.counted,
            coverage = excluded.coverage,
            estimated_share = excluded.estimated_share,
            observed_days = excluded.observed_days,
            observed_from = excluded.observed_from,
            observed_to = excluded.observed_to,
            quota_id = excluded.quota_id,
            quota_value = excluded.quota_value,
            tier = excluded.tier,
            used_share = excluded.used_share,
            due_share = excluded.due_share,
            due_basis = excluded.due_basis,
            projected = excluded.projected,
            projected_low = excluded.projected_low,
            projected_high = excluded.projected_high,
            limit_date = excluded.limit_date,
            factor_set = excluded.factor_set,
            grid_region = excluded.grid_region,
            grid_data_year = excluded.grid_data_year,
            value_last_year = excluded.value_last_year,
            value_last_period = excluded.value_last_period,
            own_value = excluded.own_value,
            own_from = excluded.own_from,
            own_to = excluded.own_to,
            check_reasons = excluded.check_reasons,
            computed_at = excluded.computed_at
    RETURNING old.indicator
)

SELECT (SELECT count(*) FROM written) + (SELECT count(*) FROM gone)
