-- Indicators of more than one kind of period, with what they are made of, how far they have come, what they
-- are compared with, and which figures are stale.

ALTER TABLE indicator_value
ADD COLUMN period text NOT NULL DEFAULT 'year' CHECK (period IN ('year', 'month', 'heating_season')),
ADD COLUMN divisor text,
ADD COLUMN day_divisor text CHECK (day_divisor IN ('calendar_days', 'workdays')),
ADD COLUMN counted text[] NOT NULL DEFAULT '{}',
ADD COLUMN observed_from date,
ADD COLUMN observed_to date,
ADD COLUMN due_basis text CHECK (due_basis IN ('profile', 'days')),
ADD COLUMN projected_low double precision,
ADD COLUMN projected_high double precision,
ADD COLUMN limit_date date,
ADD COLUMN factor_set text,
ADD COLUMN grid_region text,
ADD COLUMN grid_data_year smallint,
ADD COLUMN value_last_year double precision,
ADD COLUMN value_last_period double precision,
ADD COLUMN check_reasons text[] NOT NULL DEFAULT '{}',
ALTER COLUMN value DROP NOT NULL,
ALTER COLUMN numerator DROP NOT NULL,
ALTER COLUMN denominator DROP NOT NULL,
DROP CONSTRAINT indicator_value_pkey,
ADD PRIMARY KEY (institution_id, indicator, period, period_start),
ADD CHECK (value IS NOT NULL OR check_reasons <> '{}');
CREATE INDEX indicator_value_period ON indicator_value (indicator, period, period_start);

CREATE TABLE stale_figure (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    meter_id integer,
    institution_id integer,
    month date,
    CHECK (meter_id IS NOT NULL OR institution_id IS NOT NULL)
);
COMMENT ON TABLE stale_figure IS 'Figures to compute again, appended in the transaction that changed what they are made of, deleted in the one that computes them; never unique, so nobody waits to append';
COMMENT ON COLUMN stale_figure.meter_id IS 'Whose days changed: the figures of its institution are stale';
COMMENT ON COLUMN stale_figure.institution_id IS 'Whose figures are stale, where no meter says so';
COMMENT ON COLUMN stale_figure.month IS 'A day of the month that changed; of an institution: everything from the year of that day on; NULL: all there is';
INSERT INTO stale_figure (institution_id) SELECT id FROM institution;

GRANT SELECT, INSERT, DELETE ON stale_figure TO guanjia_analytics;
GRANT SELECT, INSERT ON stale_figure TO guanjia_registrar;

DROP VIEW analytics.indicator;
CREATE VIEW analytics.indicator WITH (security_barrier) AS
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
    END AS target_kind,
    coalesce(value.quota_value, own.value, peers.value) AS target_value,
    value.check_reasons,
    value.computed_at
FROM indicator_value AS value
INNER JOIN institution ON value.institution_id = institution.id
LEFT JOIN quota ON value.quota_id = quota.id
LEFT JOIN LATERAL (
    SELECT
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
COMMENT ON VIEW analytics.indicator IS 'Indicators of institutions by year, month and heating season: what they are made of, how far they have come, and what they are compared with';
COMMENT ON COLUMN analytics.indicator.institution IS 'Code of the institution';
COMMENT ON COLUMN analytics.indicator.institution_name IS 'Its name';
COMMENT ON COLUMN analytics.indicator.indicator IS 'What the number is, such as water_per_person; see docs/reference/indicators.md';
COMMENT ON COLUMN analytics.indicator.period IS 'year, month or heating_season';
COMMENT ON COLUMN analytics.indicator.period_start IS 'First day of the period, in the zone of the institution''s site';
COMMENT ON COLUMN analytics.indicator.period_end IS 'First day after the period';
COMMENT ON COLUMN analytics.indicator.value IS 'The figure over the observed days, in unit. NULL: it cannot be computed, check_reasons say why';
COMMENT ON COLUMN analytics.indicator.unit IS 'Unit of value, projected, quota_value, target_value and the values it is compared with';
COMMENT ON COLUMN analytics.indicator.numerator IS 'What was used in the observed days: m3 of water or gas, kWh, GJ, kgce or kgCO2, as unit begins (L: m3). NULL: a factor is missing';
COMMENT ON COLUMN analytics.indicator.denominator IS 'What it is divided by: people, m2, or people or beds times days. NULL: a total, or nothing to divide by';
COMMENT ON COLUMN analytics.indicator.divisor IS 'What denominator counts: people, person_days, bed_days, area, heated_area, none. NULL: written before guanjia recorded it';
COMMENT ON COLUMN analytics.indicator.day_divisor IS 'Which days a figure per day is divided by: calendar_days or workdays. NULL: it is not per day';
COMMENT ON COLUMN analytics.indicator.counted IS 'Kinds of people that are counted; empty where nobody is';
COMMENT ON COLUMN analytics.indicator.coverage IS 'Share of the observed days that is metered, over all meters concerned, 0 to 1';
COMMENT ON COLUMN analytics.indicator.estimated_share IS 'Part of numerator that is estimated, 0 to 1';
COMMENT ON COLUMN analytics.indicator.observed_days IS 'Days from the first with readings on whose use is known';
COMMENT ON COLUMN analytics.indicator.observed_from IS 'The first of them. NULL: written before guanjia recorded it';
COMMENT ON COLUMN analytics.indicator.observed_to IS 'The last of them. NULL: written before guanjia recorded it';
COMMENT ON COLUMN analytics.indicator.quota IS 'Code of the quota that judges it, or as which it is counted. NULL: none is assigned';
COMMENT ON COLUMN analytics.indicator.quota_source IS 'Standard and number of that quota. NULL: no quota';
COMMENT ON COLUMN analytics.indicator.quota_tier IS 'Name of the tier that judges existing users. NULL: no quota';
COMMENT ON COLUMN analytics.indicator.quota_value IS 'What that tier allows in the whole period. NULL: no quota, a blank one, or a month, which nothing judges';
COMMENT ON COLUMN analytics.indicator.tier IS 'The strictest tier that the whole period keeps to; with > before it, the one that even is passed. NULL: the period runs, is not metered wholly, or no quota judges it';
COMMENT ON COLUMN analytics.indicator.used_share IS 'Share of the quota that is used. NULL: no quota_value';
COMMENT ON COLUMN analytics.indicator.due_share IS 'Share of the period that the observed days stand for';
COMMENT ON COLUMN analytics.indicator.due_basis IS 'profile: by what last year used month by month; days: every day alike. NULL: written before guanjia recorded it';
COMMENT ON COLUMN analytics.indicator.projected IS 'The whole period if it goes on like this. NULL: the period is over';
COMMENT ON COLUMN analytics.indicator.projected_low IS 'The same with the rest of the period one standard deviation lower. NULL: over, or too short to know how it varies';
COMMENT ON COLUMN analytics.indicator.projected_high IS 'The same with the rest of the period one standard deviation higher. NULL: as projected_low';
COMMENT ON COLUMN analytics.indicator.limit_date IS 'Day on which quota_value is passed, or was. NULL: not in this period, no quota_value, or not metered from the beginning';
COMMENT ON COLUMN analytics.indicator.factor_set IS 'Code of the factors energy or carbon was computed with. NULL: none is needed';
COMMENT ON COLUMN analytics.indicator.grid_region IS 'Whose grid factor carbon of electricity was computed with. NULL: no carbon';
COMMENT ON COLUMN analytics.indicator.grid_data_year IS 'Data year of that grid factor. NULL: no carbon';
COMMENT ON COLUMN analytics.indicator.value_last_year IS 'The figure of the same days a year before. NULL: they are not metered';
COMMENT ON COLUMN analytics.indicator.change_last_year IS 'Change against value_last_year as a share: 0.1 is 10 % more. NULL: no such value, or 0';
COMMENT ON COLUMN analytics.indicator.value_last_period IS 'The figure of the same days of the period before: last month, last year, last season. NULL: they are not metered';
COMMENT ON COLUMN analytics.indicator.change_last_period IS 'Change against value_last_period as a share. NULL: no such value, or 0';
COMMENT ON COLUMN analytics.indicator.target_kind IS 'Where target_value comes from: quota; own_history (the same period last year); similar_institutions (median of at least three others of the same type). NULL: none of them is there yet';
COMMENT ON COLUMN analytics.indicator.target_value IS 'What the whole period may be compared with, in unit. NULL: as target_kind';
COMMENT ON COLUMN analytics.indicator.check_reasons IS 'Why a person should look at it before believing it; empty: no reason';
COMMENT ON COLUMN analytics.indicator.computed_at IS 'When';
GRANT SELECT ON analytics.indicator
TO guanjia_ingest, guanjia_analytics, guanjia_alerts, guanjia_registrar, guanjia_reader;
