-- What detection finds in the hours of meters: nights, leaks, baselines, and days scored by these. All of it
-- can be thrown away and computed again, but for the versions of baselines.

CREATE TABLE watched_site (
    site_id integer PRIMARY KEY REFERENCES place (id) ON DELETE CASCADE,
    leaks_at timestamptz,
    days_at timestamptz
);
COMMENT ON TABLE watched_site IS 'When the meters of a site were last judged: bounds how often that is done';
COMMENT ON COLUMN watched_site.leaks_at IS 'When its nights were judged';
COMMENT ON COLUMN watched_site.days_at IS 'When its days were scored';

CREATE TABLE meter_watch (
    meter_id integer PRIMARY KEY REFERENCES meter (id) ON DELETE CASCADE,
    state text NOT NULL CHECK (state IN ('ready', 'learning', 'excluded')),
    nights_missing integer NOT NULL CHECK (nights_missing >= 0),
    flowing_hours integer CHECK (flowing_hours >= 0),
    computed_at timestamptz NOT NULL
);
COMMENT ON TABLE meter_watch IS 'Whether the nights of a water meter are judged, and how long its register has not stood still';
COMMENT ON COLUMN meter_watch.nights_missing IS 'Nights that are still to be measured before it is judged';
COMMENT ON COLUMN meter_watch.flowing_hours IS 'Measured hours in a row, the latest last, without three in which the register rose by no more than a step; NULL: its last hours were not measured';

CREATE TABLE meter_night (
    meter_id integer NOT NULL REFERENCES meter (id) ON DELETE CASCADE,
    night date NOT NULL,
    flow_m3h double precision NOT NULL,
    expected_m3h double precision,
    spread_m3h double precision CHECK (spread_m3h > 0),
    unusual double precision,
    computed_at timestamptz NOT NULL,
    PRIMARY KEY (meter_id, night),
    CHECK ((expected_m3h IS NULL) = (spread_m3h IS NULL) AND (expected_m3h IS NULL) = (unusual IS NULL))
);
COMMENT ON TABLE meter_night IS 'Own quiet flow of meters by night, and what earlier nights let expect; a night that was not measured has no row';

CREATE TABLE leak_finding (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    meter_id integer NOT NULL REFERENCES meter (id) ON DELETE CASCADE,
    reason text NOT NULL CHECK (reason IN ('night_step', 'continuous_flow', 'balance_step')),
    since date NOT NULL,
    decided date NOT NULL,
    latest date NOT NULL,
    ended date,
    flow_m3h double precision NOT NULL,
    expected_m3h double precision NOT NULL,
    spread_m3h double precision NOT NULL CHECK (spread_m3h > 0),
    share double precision,
    lost_m3h double precision GENERATED ALWAYS AS (flow_m3h - expected_m3h) STORED,
    m3_per_day double precision GENERATED ALWAYS AS (24 * (flow_m3h - expected_m3h)) STORED,
    unusual double precision GENERATED ALWAYS AS ((flow_m3h - expected_m3h) / spread_m3h) STORED,
    computed_at timestamptz NOT NULL,
    UNIQUE (meter_id, since),
    CHECK (since <= decided AND decided <= latest AND (ended IS NULL OR ended > latest))
);
CREATE INDEX leak_finding_open ON leak_finding (meter_id) WHERE ended IS NULL;
COMMENT ON TABLE leak_finding IS 'Steps of the own quiet flow of meters that last';

CREATE TABLE meter_baseline (
    meter_id integer NOT NULL REFERENCES meter (id) ON DELETE CASCADE,
    version integer NOT NULL CHECK (version >= 0),
    state text NOT NULL CHECK (state IN ('ready', 'learning')),
    days_missing integer NOT NULL CHECK (days_missing >= 0),
    trained_from date,
    trained_to date,
    trained_days integer NOT NULL CHECK (trained_days >= 0),
    spread double precision CHECK (spread > 0),
    parameters jsonb,
    trained_at timestamptz NOT NULL,
    PRIMARY KEY (meter_id, version),
    CHECK ((state = 'ready') = (parameters IS NOT NULL) AND (state = 'ready') = (spread IS NOT NULL)),
    CHECK ((state = 'ready') = (version > 0) AND (state = 'ready') = (days_missing = 0))
);
COMMENT ON TABLE meter_baseline IS 'What a meter uses in each hour, as learnt from its own history: a version for each training, 0 while there is too little of it';
COMMENT ON COLUMN meter_baseline.days_missing IS 'Days that are still to be measured before it is trained';
COMMENT ON COLUMN meter_baseline.trained_to IS 'The last day it was trained on';
COMMENT ON COLUMN meter_baseline.spread IS 'Robust standard deviation of days about what was expected, as a share of it';
COMMENT ON COLUMN meter_baseline.parameters IS 'The model as plain numbers: analytics.detection.baseline reads them';

CREATE TABLE day_score (
    meter_id integer NOT NULL REFERENCES meter (id) ON DELETE CASCADE,
    day date NOT NULL,
    version integer NOT NULL,
    hours integer NOT NULL CHECK (hours > 0),
    seen double precision NOT NULL,
    expected double precision NOT NULL,
    unusual double precision NOT NULL,
    peak_hour smallint NOT NULL CHECK (peak_hour BETWEEN 0 AND 23),
    peak_seen double precision NOT NULL,
    peak_expected double precision NOT NULL,
    computed_at timestamptz NOT NULL,
    PRIMARY KEY (meter_id, day)
);
COMMENT ON TABLE day_score IS 'How unusual each day of a meter was by its baseline';

GRANT SELECT, INSERT, UPDATE, DELETE ON watched_site, meter_watch, meter_night, leak_finding, meter_baseline,
day_score TO guanjia_analytics;
GRANT SELECT ON meter_watch, meter_night, leak_finding, meter_baseline, day_score TO guanjia_alerts;

CREATE VIEW analytics.leak WITH (security_barrier) AS
SELECT
    meter.*,
    finding.reason,
    finding.since,
    finding.decided,
    finding.latest,
    finding.ended,
    finding.flow_m3h,
    finding.expected_m3h,
    finding.lost_m3h,
    finding.m3_per_day,
    finding.share,
    finding.unusual
FROM leak_finding AS finding
INNER JOIN analytics.meter AS meter ON finding.meter_id = meter.meter_id;
COMMENT ON VIEW analytics.leak IS 'Leaks: steps of the own quiet flow of water meters that last, each at the deepest meter it runs through';
COMMENT ON COLUMN analytics.leak.reason IS 'night_step: the quiet flow rose; continuous_flow: the register used to stand still at night; balance_step: more runs through it than through the meters below, and that was not so before';
COMMENT ON COLUMN analytics.leak.since IS 'First night that shows it, named by the day in which the night ends';
COMMENT ON COLUMN analytics.leak.decided IS 'Night on which it was sure';
COMMENT ON COLUMN analytics.leak.latest IS 'Last measured night that shows it';
COMMENT ON COLUMN analytics.leak.ended IS 'First night without it; NULL: it runs';
COMMENT ON COLUMN analytics.leak.flow_m3h IS 'Own quiet flow of its nights (median), m3/h: what runs through the meter and through none below it';
COMMENT ON COLUMN analytics.leak.expected_m3h IS 'The same of the nights before it, m3/h; below 0 where meters below count more';
COMMENT ON COLUMN analytics.leak.lost_m3h IS 'What runs out, m3/h: flow_m3h less expected_m3h';
COMMENT ON COLUMN analytics.leak.m3_per_day IS 'What is lost on a day, m3';
COMMENT ON COLUMN analytics.leak.share IS 'What is lost, of what the meter used on a day before, as a factor; NULL: that is not known';
COMMENT ON COLUMN analytics.leak.unusual IS 'How many spreads (robust standard deviations) of ordinary nights it lies above what was expected';

CREATE VIEW analytics.meter_night WITH (security_barrier) AS
SELECT
    meter.*,
    night.night,
    night.flow_m3h,
    night.expected_m3h,
    night.spread_m3h,
    night.unusual
FROM meter_night AS night
INNER JOIN analytics.meter AS meter ON night.meter_id = meter.meter_id;
COMMENT ON VIEW analytics.meter_night IS 'Own quiet flow of water meters by night: the mean of the three quietest hours from 23:00 to 06:00, less what runs through the meters below';
COMMENT ON COLUMN analytics.meter_night.night IS 'The day in which the night ends, in the time zone of the site';
COMMENT ON COLUMN analytics.meter_night.flow_m3h IS 'Own quiet flow, m3/h; may be a little below 0 where meters lie below';
COMMENT ON COLUMN analytics.meter_night.expected_m3h IS 'Median of earlier ordinary nights, m3/h; NULL: there are too few';
COMMENT ON COLUMN analytics.meter_night.spread_m3h IS 'How much they vary, m3/h: a robust standard deviation; NULL with expected_m3h';
COMMENT ON COLUMN analytics.meter_night.unusual IS 'How many spreads the night lies above what was expected; NULL with expected_m3h';

CREATE VIEW analytics.watch WITH (security_barrier) AS
SELECT
    meter.*,
    watch.state AS leak_state,
    watch.nights_missing,
    watch.flowing_hours,
    baseline.state AS baseline_state,
    baseline.days_missing,
    baseline.version AS baseline_version,
    baseline.trained_from,
    baseline.trained_to,
    baseline.trained_at
FROM analytics.meter AS meter
LEFT JOIN meter_watch AS watch ON meter.meter_id = watch.meter_id
LEFT JOIN LATERAL (
    SELECT version.*
    FROM meter_baseline AS version
    WHERE version.meter_id = meter.meter_id
    ORDER BY version.version DESC
    LIMIT 1
) AS baseline ON true;
COMMENT ON VIEW analytics.watch IS 'Whether each meter can be judged: its nights for leaks, its days by a baseline, and what is missing';
COMMENT ON COLUMN analytics.watch.leak_state IS 'ready, learning (too few earlier nights) or excluded (water is meant to run there at night); NULL: no water meter, or not looked at yet';
COMMENT ON COLUMN analytics.watch.nights_missing IS 'Nights to be measured before its nights are judged';
COMMENT ON COLUMN analytics.watch.flowing_hours IS 'Measured hours in a row, the latest last, in which the register never stood still, 168 at most; NULL: the last hours were not measured';
COMMENT ON COLUMN analytics.watch.baseline_state IS 'ready or learning; NULL: not looked at yet';
COMMENT ON COLUMN analytics.watch.days_missing IS 'Days to be measured before it has a baseline';
COMMENT ON COLUMN analytics.watch.baseline_version IS 'Which training its days are scored by; 0: none yet';
COMMENT ON COLUMN analytics.watch.trained_from IS 'First day it was trained on';
COMMENT ON COLUMN analytics.watch.trained_to IS 'Last day it was trained on';
COMMENT ON COLUMN analytics.watch.trained_at IS 'When it was trained';

CREATE VIEW analytics.day_score WITH (security_barrier) AS
SELECT
    meter.*,
    score.day,
    score.seen,
    score.expected,
    score.unusual,
    score.hours,
    score.peak_hour,
    score.peak_seen,
    score.peak_expected,
    score.version AS baseline_version
FROM day_score AS score
INNER JOIN analytics.meter AS meter ON score.meter_id = meter.meter_id;
COMMENT ON VIEW analytics.day_score IS 'How unusual each day of a meter was: what was seen beside what its own history lets expect';
COMMENT ON COLUMN analytics.day_score.day IS 'Day in the time zone of the site';
COMMENT ON COLUMN analytics.day_score.seen IS 'What its measured hours came to, in unit';
COMMENT ON COLUMN analytics.day_score.expected IS 'What the baseline expects of these hours, in unit';
COMMENT ON COLUMN analytics.day_score.unusual IS 'How many spreads (robust standard deviations) of ordinary days it lies above what was expected; negative: below';
COMMENT ON COLUMN analytics.day_score.hours IS 'How many hours were measured; a day with fewer than 18 is not scored';
COMMENT ON COLUMN analytics.day_score.peak_hour IS 'Local hour in which seen and expected differ most, 0 to 23';
COMMENT ON COLUMN analytics.day_score.peak_seen IS 'What was seen in that hour, in unit';
COMMENT ON COLUMN analytics.day_score.peak_expected IS 'What was expected of that hour, in unit';
COMMENT ON COLUMN analytics.day_score.baseline_version IS 'Which training it was scored by';

-- the columns of analytics.meter say the same in each
DO $$
DECLARE
    name text;
    described record;
BEGIN
    FOREACH name IN ARRAY ARRAY['leak', 'meter_night', 'watch', 'day_score'] LOOP
        FOR described IN
            SELECT
                attribute.attname AS name,
                col_description(attribute.attrelid, attribute.attnum) AS said
            FROM pg_attribute AS attribute
            WHERE
                attribute.attrelid = 'analytics.meter'::regclass
                AND attribute.attnum > 0
                AND NOT attribute.attisdropped
        LOOP
            EXECUTE format('COMMENT ON COLUMN analytics.%I.%I IS %L', name, described.name, described.said);
        END LOOP;
    END LOOP;
END
$$;

GRANT SELECT ON analytics.leak, analytics.meter_night, analytics.watch, analytics.day_score
TO guanjia_ingest, guanjia_analytics, guanjia_alerts, guanjia_registrar, guanjia_reader;
