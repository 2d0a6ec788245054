-- What is computed from what arrived. All of it can be thrown away and computed again.

CREATE TABLE consumption_hourly (
    meter_id integer NOT NULL,
    hour timestamptz NOT NULL,
    amount double precision NOT NULL,
    estimated double precision NOT NULL,
    coverage real NOT NULL CHECK (coverage BETWEEN 0 AND 1),
    reasons text[] NOT NULL DEFAULT '{}',
    revision integer NOT NULL DEFAULT 1,
    computed_at timestamptz NOT NULL,
    PRIMARY KEY (meter_id, hour)
);

CREATE TABLE consumption_daily (
    meter_id integer NOT NULL REFERENCES meter (id),
    day date NOT NULL,
    amount double precision NOT NULL,
    estimated double precision NOT NULL,
    coverage real NOT NULL CHECK (coverage BETWEEN 0 AND 1),
    revision integer NOT NULL DEFAULT 1,
    computed_at timestamptz NOT NULL,
    PRIMARY KEY (meter_id, day)
);

CREATE TABLE consumption_monthly (
    meter_id integer NOT NULL REFERENCES meter (id),
    month date NOT NULL CHECK (extract(DAY FROM month) = 1),
    amount double precision NOT NULL,
    estimated double precision NOT NULL,
    coverage real NOT NULL CHECK (coverage BETWEEN 0 AND 1),
    revision integer NOT NULL DEFAULT 1,
    computed_at timestamptz NOT NULL,
    PRIMARY KEY (meter_id, month)
);

CREATE TABLE set_aside (
    meter_id integer NOT NULL REFERENCES meter (id),
    at timestamptz NOT NULL,
    step double precision NOT NULL,
    reason text NOT NULL,
    computed_at timestamptz NOT NULL,
    PRIMARY KEY (meter_id, at)
);
COMMENT ON TABLE set_aside IS 'Register steps that are not counted because nothing explains them, in the quantity''s unit, at the reading where they show';

CREATE TABLE flagged_reading (
    meter_id integer NOT NULL REFERENCES meter (id),
    at timestamptz NOT NULL,
    value double precision NOT NULL,
    reason text NOT NULL,
    computed_at timestamptz NOT NULL,
    PRIMARY KEY (meter_id, at)
);
COMMENT ON TABLE flagged_reading IS 'Readings that were skipped because the register recovered, or cannot show such a value';

CREATE TABLE indicator_value (
    institution_id integer NOT NULL REFERENCES institution (id),
    indicator text NOT NULL,
    period_start date NOT NULL,
    period_end date NOT NULL,
    value double precision NOT NULL,
    unit text NOT NULL,
    numerator double precision NOT NULL,
    denominator double precision NOT NULL CHECK (denominator > 0),
    coverage real NOT NULL CHECK (coverage BETWEEN 0 AND 1),
    estimated_share real NOT NULL CHECK (estimated_share BETWEEN 0 AND 1),
    observed_days double precision NOT NULL,
    quota_id integer REFERENCES quota (id),
    quota_value double precision,
    tier text,
    used_share double precision,
    due_share double precision,
    projected double precision,
    computed_at timestamptz NOT NULL,
    PRIMARY KEY (institution_id, indicator, period_start)
);
COMMENT ON COLUMN indicator_value.observed_days IS 'Days of the period that were metered at all: a system installed in November is not judged by January';
COMMENT ON COLUMN indicator_value.tier IS 'The tier of a whole year; empty while the period runs: then there is only progress';
COMMENT ON COLUMN indicator_value.due_share IS 'Share of the quota that the observed days alone would allow';
