-- The session's scratch tables: filled by COPY, emptied by every commit, never in the log.
CREATE TEMPORARY TABLE IF NOT EXISTS scratch_span (
    meter_id integer NOT NULL,
    span_start timestamptz NOT NULL,
    span_end timestamptz NOT NULL
) ON COMMIT DELETE ROWS;

CREATE TEMPORARY TABLE IF NOT EXISTS scratch_hour (
    meter_id integer NOT NULL,
    hour timestamptz NOT NULL,
    amount double precision NOT NULL,
    estimated double precision NOT NULL,
    coverage real NOT NULL,
    reasons smallint NOT NULL
) ON COMMIT DELETE ROWS;

CREATE TEMPORARY TABLE IF NOT EXISTS scratch_gone (
    meter_id integer NOT NULL,
    hour timestamptz NOT NULL
) ON COMMIT DELETE ROWS;

CREATE TEMPORARY TABLE IF NOT EXISTS scratch_aside (
    meter_id integer NOT NULL,
    at timestamptz NOT NULL,
    step double precision NOT NULL,
    reason smallint NOT NULL,
    PRIMARY KEY (meter_id, at)
) ON COMMIT DELETE ROWS;

CREATE TEMPORARY TABLE IF NOT EXISTS scratch_flagged (
    meter_id integer NOT NULL,
    at timestamptz NOT NULL,
    value double precision NOT NULL,
    reason smallint NOT NULL,
    PRIMARY KEY (meter_id, at)
) ON COMMIT DELETE ROWS;

CREATE TEMPORARY TABLE IF NOT EXISTS scratch_day_span (
    meter_id integer NOT NULL,
    span_start date NOT NULL,
    span_end date NOT NULL
) ON COMMIT DELETE ROWS;

CREATE TEMPORARY TABLE IF NOT EXISTS scratch_month_span (
    meter_id integer NOT NULL,
    span_start date NOT NULL,
    span_end date NOT NULL
) ON COMMIT DELETE ROWS;

CREATE TEMPORARY TABLE IF NOT EXISTS scratch_day (
    meter_id integer NOT NULL,
    day date NOT NULL,
    amount double precision NOT NULL,
    estimated double precision NOT NULL,
    coverage real NOT NULL,
    night_amounts double precision[] NOT NULL,
    PRIMARY KEY (meter_id, day)
) ON COMMIT DELETE ROWS;

CREATE TEMPORARY TABLE IF NOT EXISTS scratch_month (
    meter_id integer NOT NULL,
    month date NOT NULL,
    amount double precision NOT NULL,
    estimated double precision NOT NULL,
    coverage real NOT NULL,
    PRIMARY KEY (meter_id, month)
) ON COMMIT DELETE ROWS
