-- What stands in for a quota before there is a last year: earlier weeks of the institution's own.

ALTER TABLE indicator_value
ADD COLUMN own_value double precision,
ADD COLUMN own_from date,
ADD COLUMN own_to date,
DROP CONSTRAINT indicator_value_due_basis_check,
ADD CHECK (due_basis IN ('profile', 'heating', 'days')),
ADD CHECK ((own_value IS NULL) = (own_from IS NULL) AND (own_value IS NULL) = (own_to IS NULL));
COMMENT ON COLUMN indicator_value.own_value IS 'What whole weeks before come to over the whole period, in unit. NULL: too few are metered';
COMMENT ON COLUMN indicator_value.own_from IS 'The first day of these weeks';
COMMENT ON COLUMN indicator_value.own_to IS 'The last day of these weeks';

CREATE OR REPLACE VIEW analytics.indicator WITH (security_barrier) AS
SELECT
    institution.code AS institution,
    institution.name AS institution_name,
    value.indicator,
    value.period,
    value.period_start,
    value.period_end,
    value.value,
    value.unit,
    value.numerator,
    value.denominator,
    value.divisor,
    value.day_divisor,
    value.counted,
    value.coverage,
    value.estimated_share,
    value.observed_days,
    value.observed_from,
    value.observed_to,
    quota.code AS quota,
    quota.source AS quota_source,
    quota.limit_tier AS quota_tier,
    value.quota_value,
    value.tier,
    value.used_share,
    value.due_share,
    value.due_basis,
    value.projected,
    value.projected_low,
    value.projected_high,
    value.limit_date,
    value.factor_set,
    value.grid_region,
    value.grid_data_year,
    value.value_last_year,
    value.value / nullif(value.value_last_year, 0) - 1 AS change_last_year,
    value.value_last_period,
    value.value / nullif(value.value_last_period, 0) - 1 AS change_last_period,
    CASE
        WHEN value.quota_value IS NOT NULL THEN 'quota'
        WHEN own.value IS NOT NULL THEN 'own_history'
        WHEN peers.value IS NOT NULL THEN 'similar_institutions'
        WHEN value.own_value IS NOT NULL THEN 'own_weeks'
    END AS target_kind,
    coalesce(value.quota_value, own.value, peers.value, value.own_value) AS target_value,
    value.check_reasons,
    value.computed_at,
    CASE
        WHEN value.quota_value IS NULL AND own.value IS NOT NULL THEN own.observed_from
        WHEN value.quota_value IS NULL AND peers.value IS NULL THEN value.own_from
    END AS target_from,
    CASE
        WHEN value.quota_value IS NULL AND own.value IS NOT NULL THEN own.observed_to
        WHEN value.quota_value IS NULL AND peers.value IS NULL THEN value.own_to
    END AS target_to
FROM indicator_value AS value
INNER JOIN institution ON value.institution_id = institution.id
LEFT JOIN quota ON value.quota_id = quota.id
LEFT JOIN LATERAL (
    SELECT
        last_year.observed_from,
        last_year.observed_to,
        CASE
            WHEN last_year.divisor IN ('person_days', 'bed_days') THEN last_year.value
            ELSE last_year.value * (last_year.period_end - last_year.period_start) / last_year.observed_days
        END AS value
    FROM indicator_value AS last_year
    WHERE
        value.quota_value IS NULL
        AND last_year.institution_id = value.institution_id
        AND last_year.indicator = value.indicator
        AND last_year.period = value.period
        -- months begin 28 days apart at least, heating seasons of two years within two weeks
        AND last_year.period_start >= (value.period_start - interval '1 year')::date - 14
        AND last_year.period_start <= (value.period_start - interval '1 year')::date + 14
        AND last_year.coverage >= 0.8
        AND last_year.observed_days >= 0.8 * (last_year.period_end - last_year.period_start)
    ORDER BY last_year.period_start DESC
    LIMIT 1
) AS own ON true
LEFT JOIN LATERAL (
    SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY coalesce(other.projected, other.value)) AS value
    FROM indicator_value AS other
    INNER JOIN institution AS peer ON other.institution_id = peer.id
    WHERE
        value.quota_value IS NULL
        AND own.value IS NULL
        AND peer.type = institution.type
        AND other.institution_id <> value.institution_id
        AND other.indicator = value.indicator
        AND other.period = value.period
        AND other.period_start = value.period_start
        AND other.unit = value.unit
        AND other.value IS NOT NULL
        AND other.divisor <> 'none'
        AND other.coverage >= 0.8
    HAVING count(*) >= 3
) AS peers ON true;
COMMENT ON COLUMN analytics.indicator.due_basis IS 'profile: by what last year used month by month; heating: heated days and others as weeks of either went; days: every day alike. NULL: written before guanjia recorded it';
COMMENT ON COLUMN analytics.indicator.target_kind IS 'Where target_value comes from: quota; own_history (the same period last year); similar_institutions (median of at least three others of the same type); own_weeks (whole weeks before, its own). NULL: none of them is there yet';
COMMENT ON COLUMN analytics.indicator.target_from IS 'First day of the institution''s own history that target_value comes from. NULL: it comes from a quota, from others, or from nowhere';
COMMENT ON COLUMN analytics.indicator.target_to IS 'Last day of that history. NULL: as target_from';

INSERT INTO stale_figure (institution_id) SELECT id FROM institution;
