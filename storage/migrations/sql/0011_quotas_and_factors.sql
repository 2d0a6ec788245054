-- Factors by set, grid factors by region and data year, and what a quota says of how it is computed.

CREATE TABLE factor_set (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    code text NOT NULL UNIQUE,
    name text NOT NULL,
    name_en text NOT NULL,
    purpose text NOT NULL,
    source text NOT NULL,
    note text NOT NULL DEFAULT ''
);
COMMENT ON TABLE factor_set IS 'Conversion factors that belong together: a quota is computed with the set it names, never with another';

CREATE TABLE factor (
    factor_set_id integer NOT NULL REFERENCES factor_set (id) ON DELETE CASCADE,
    position smallint NOT NULL,
    carrier text NOT NULL,
    value double precision CHECK (value > 0),
    unit text NOT NULL,
    source text NOT NULL,
    source_table text NOT NULL DEFAULT '',
    year smallint NOT NULL,
    valid daterange NOT NULL CHECK (NOT isempty(valid)),
    status text NOT NULL,
    note text NOT NULL DEFAULT '',
    PRIMARY KEY (factor_set_id, carrier)
);
COMMENT ON TABLE factor IS 'What one unit of a carrier is in standard coal or carbon; an empty value is one nobody could confirm';

CREATE TABLE grid_factor (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    code text NOT NULL UNIQUE,
    region text NOT NULL,
    data_year smallint NOT NULL,
    value double precision CHECK (value > 0),
    source text NOT NULL,
    status text NOT NULL,
    valid_from date NOT NULL,
    note text NOT NULL DEFAULT '',
    UNIQUE (region, data_year)
);
COMMENT ON TABLE grid_factor IS 'Carbon of grid electricity, kgCO2/kWh, location-based average of a region in a data year';

-- a standard that was not found has no year
ALTER TABLE quota ALTER COLUMN year DROP NOT NULL;
ALTER TABLE quota ADD COLUMN zone text NOT NULL DEFAULT '';
ALTER TABLE quota ADD COLUMN scheme text NOT NULL DEFAULT 'purposes';
ALTER TABLE quota ADD COLUMN weights jsonb NOT NULL DEFAULT '{}';
ALTER TABLE quota ADD COLUMN people text NOT NULL DEFAULT 'mean';
ALTER TABLE quota ADD COLUMN period text NOT NULL DEFAULT 'year';
ALTER TABLE quota ADD COLUMN day_divisor text;
ALTER TABLE quota ADD COLUMN factor_set_id integer REFERENCES factor_set (id);
ALTER TABLE quota ADD COLUMN excludes text[] NOT NULL DEFAULT '{}';
ALTER TABLE quota ADD COLUMN excludes_traffic boolean NOT NULL DEFAULT false;

CREATE OR REPLACE VIEW analytics.quota WITH (security_barrier) AS
SELECT
    quota.code AS quota,
    quota.indicator,
    quota.category,
    quota.unit,
    quota.limit_tier,
    coalesce(tier.name_en, quota.limit_tier) AS limit_tier_en,
    tier.value AS limit_value,
    quota.counts,
    quota.source,
    quota.source_table,
    quota.year,
    quota.status,
    quota.note,
    quota.zone,
    quota.scheme,
    quota.weights,
    quota.people,
    quota.period,
    quota.day_divisor,
    factor_set.code AS factor_set,
    quota.excludes,
    quota.excludes_traffic,
    lower(quota.valid) AS valid_from,
    upper(quota.valid) AS valid_to
FROM quota
LEFT JOIN quota_tier AS tier ON quota.id = tier.quota_id AND quota.limit_tier = tier.name
LEFT JOIN factor_set ON quota.factor_set_id = factor_set.id;
COMMENT ON COLUMN analytics.quota.quota IS 'Code of the quota';
COMMENT ON COLUMN analytics.quota.indicator IS 'What it judges';
COMMENT ON COLUMN analytics.quota.category IS 'Whom it judges, in the words of the standard';
COMMENT ON COLUMN analytics.quota.unit IS 'Unit of its values';
COMMENT ON COLUMN analytics.quota.limit_tier IS 'Name of the tier that judges existing users';
COMMENT ON COLUMN analytics.quota.limit_tier_en IS 'The same in English';
COMMENT ON COLUMN analytics.quota.limit_value IS 'Value of that tier, in unit; NULL: the standard is blank or was not found';
COMMENT ON COLUMN analytics.quota.counts IS 'Kinds of people in the denominator; empty: it is not about people';
COMMENT ON COLUMN analytics.quota.source IS 'The standard or notice';
COMMENT ON COLUMN analytics.quota.source_table IS 'Its table or annex; empty: not seen';
COMMENT ON COLUMN analytics.quota.year IS 'Year of the standard; NULL: the standard was not found';
COMMENT ON COLUMN analytics.quota.status IS 'How well it is confirmed: confirmed, single_source, unverified, absent';
COMMENT ON COLUMN analytics.quota.note IS 'What whoever uses it must know';
COMMENT ON COLUMN analytics.quota.zone IS 'Climate zone as the standard names it; empty: it has none';
COMMENT ON COLUMN analytics.quota.scheme IS 'ladder (lower is better, tiers in order) or purposes (values for other purposes)';
COMMENT ON COLUMN analytics.quota.weights IS 'Weight of a kind of people, JSON; a kind that is not in it weighs 1';
COMMENT ON COLUMN analytics.quota.people IS 'How dated people become one number: mean over the days, or year_end';
COMMENT ON COLUMN analytics.quota.period IS 'What a tier judges as a whole: year or heating_season';
COMMENT ON COLUMN analytics.quota.day_divisor IS 'Days a figure per day is divided by: calendar_days or workdays; NULL: it is not per day';
COMMENT ON COLUMN analytics.quota.factor_set IS 'The factors it must be computed with; NULL: its unit needs none, or the quota is blank';
COMMENT ON COLUMN analytics.quota.excludes IS 'Kinds of places whose use and area are left out';
COMMENT ON COLUMN analytics.quota.excludes_traffic IS 'Whether energy of traffic is left out';
COMMENT ON COLUMN analytics.quota.valid_from IS 'First day on which it holds';
COMMENT ON COLUMN analytics.quota.valid_to IS 'First day on which it no longer holds; NULL: it still does';

CREATE VIEW analytics.quota_tier WITH (security_barrier) AS
SELECT
    quota.code AS quota,
    quota.indicator,
    quota.category,
    quota.zone,
    tier.position,
    tier.name AS tier,
    tier.name_en AS tier_en,
    tier.value,
    quota.unit,
    tier.name = quota.limit_tier AS is_limit,
    tier.purpose,
    tier.consequence,
    quota.source,
    quota.source_table,
    quota.year,
    quota.status
FROM quota
INNER JOIN quota_tier AS tier ON quota.id = tier.quota_id;
COMMENT ON VIEW analytics.quota_tier IS 'Every tier of every quota, with its source and how well it is confirmed';
COMMENT ON COLUMN analytics.quota_tier.quota IS 'Code of the quota';
COMMENT ON COLUMN analytics.quota_tier.indicator IS 'What it judges';
COMMENT ON COLUMN analytics.quota_tier.category IS 'Whom it judges, in the words of the standard';
COMMENT ON COLUMN analytics.quota_tier.zone IS 'Climate zone as the standard names it; empty: it has none';
COMMENT ON COLUMN analytics.quota_tier.position IS 'Place of the tier in its quota, from 0; on a ladder the best tier comes first';
COMMENT ON COLUMN analytics.quota_tier.tier IS 'Name of the tier in the standard';
COMMENT ON COLUMN analytics.quota_tier.tier_en IS 'The same in English';
COMMENT ON COLUMN analytics.quota_tier.value IS 'Its value in unit; NULL: the standard is blank or was not found';
COMMENT ON COLUMN analytics.quota_tier.unit IS 'Unit of the value';
COMMENT ON COLUMN analytics.quota_tier.is_limit IS 'Whether it is the tier that judges existing users';
COMMENT ON COLUMN analytics.quota_tier.purpose IS 'What the tier is for';
COMMENT ON COLUMN analytics.quota_tier.consequence IS 'What follows when it is passed; empty: nothing is said';
COMMENT ON COLUMN analytics.quota_tier.source IS 'The standard or notice';
COMMENT ON COLUMN analytics.quota_tier.source_table IS 'Its table or annex; empty: not seen';
COMMENT ON COLUMN analytics.quota_tier.year IS 'Year of the standard; NULL: the standard was not found';
COMMENT ON COLUMN analytics.quota_tier.status IS 'How well it is confirmed: confirmed, single_source, unverified, absent';

CREATE VIEW analytics.factor WITH (security_barrier) AS
SELECT
    factor_set.code AS factor_set,
    factor_set.name AS factor_set_name,
    factor_set.name_en AS factor_set_name_en,
    factor_set.purpose,
    factor.carrier,
    factor.value,
    factor.unit,
    factor.source,
    factor.source_table,
    factor.year,
    lower(factor.valid) AS valid_from,
    upper(factor.valid) AS valid_to,
    factor.status,
    factor.note
FROM factor_set
INNER JOIN factor ON factor_set.id = factor.factor_set_id;
COMMENT ON VIEW analytics.factor IS 'Every conversion factor of every set, with its source';
COMMENT ON COLUMN analytics.factor.factor_set IS 'Code of the set, by which quotas name it';
COMMENT ON COLUMN analytics.factor.factor_set_name IS 'Name of the set';
COMMENT ON COLUMN analytics.factor.factor_set_name_en IS 'The same in English';
COMMENT ON COLUMN analytics.factor.purpose IS 'What it converts to: standard_coal or carbon';
COMMENT ON COLUMN analytics.factor.carrier IS 'What is converted';
COMMENT ON COLUMN analytics.factor.value IS 'The factor in unit; NULL: nobody could confirm it';
COMMENT ON COLUMN analytics.factor.unit IS 'kgce, tce, kgCO2 or tCO2 per unit of the carrier: kgce/MJ is a thousandth of kgce/GJ';
COMMENT ON COLUMN analytics.factor.source IS 'The standard or notice';
COMMENT ON COLUMN analytics.factor.source_table IS 'Its table or annex; empty: not seen';
COMMENT ON COLUMN analytics.factor.year IS 'Year of the standard';
COMMENT ON COLUMN analytics.factor.valid_from IS 'First day on which it holds';
COMMENT ON COLUMN analytics.factor.valid_to IS 'First day on which it no longer holds; NULL: it still does';
COMMENT ON COLUMN analytics.factor.status IS 'How well it is confirmed: confirmed, single_source, unverified, absent';
COMMENT ON COLUMN analytics.factor.note IS 'What whoever uses it must know';

CREATE VIEW analytics.grid_factor WITH (security_barrier) AS
SELECT
    grid_factor.code AS grid_factor,
    grid_factor.region,
    grid_factor.data_year,
    grid_factor.value,
    'kgCO2/kWh' AS unit,
    grid_factor.source,
    grid_factor.status,
    grid_factor.valid_from,
    grid_factor.note
FROM grid_factor;
COMMENT ON VIEW analytics.grid_factor IS 'Carbon of grid electricity by region and data year, with its source';
COMMENT ON COLUMN analytics.grid_factor.grid_factor IS 'Code of the factor';
COMMENT ON COLUMN analytics.grid_factor.region IS 'national, a grid, or a province';
COMMENT ON COLUMN analytics.grid_factor.data_year IS 'Year the data are of: not the year that is accounted for';
COMMENT ON COLUMN analytics.grid_factor.value IS 'Location-based average in unit; NULL: nobody could confirm it';
COMMENT ON COLUMN analytics.grid_factor.unit IS 'Always kgCO2/kWh';
COMMENT ON COLUMN analytics.grid_factor.source IS 'The notice';
COMMENT ON COLUMN analytics.grid_factor.status IS 'How well it is confirmed: confirmed, single_source, unverified, absent';
COMMENT ON COLUMN analytics.grid_factor.valid_from IS 'First day on which it is used';
COMMENT ON COLUMN analytics.grid_factor.note IS 'What whoever uses it must know';

GRANT SELECT ON analytics.quota_tier, analytics.factor, analytics.grid_factor
TO guanjia_ingest, guanjia_analytics, guanjia_alerts, guanjia_registrar, guanjia_reader;
GRANT SELECT ON factor_set, factor, grid_factor TO guanjia_analytics, guanjia_alerts;
GRANT SELECT, INSERT, UPDATE, DELETE ON factor_set, factor, grid_factor TO guanjia_registrar;
