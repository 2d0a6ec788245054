-- PostgreSQL with TimescaleDB: hypertables, columnstore for what is old, the gauge aggregate kept up to date.
-- Nothing is ever dropped, unless somebody says so: docs/how-to/timescale.md.
SELECT create_hypertable('reading', by_range('at', interval '7 days'), if_not_exists => true);
SELECT create_hypertable('position', by_range('at', interval '1 day'), if_not_exists => true);
SELECT create_hypertable('consumption_hourly', by_range('hour', interval '60 days'), if_not_exists => true);

ALTER TABLE reading SET (
    timescaledb.enable_columnstore,
    timescaledb.segmentby = 'device_id, quantity_id',
    timescaledb.orderby = 'at'
);
ALTER TABLE position SET (
    timescaledb.enable_columnstore, timescaledb.segmentby = 'device_id', timescaledb.orderby = 'at'
);
CALL add_columnstore_policy('reading', after => interval '30 days', if_not_exists => true);
CALL add_columnstore_policy('position', after => interval '30 days', if_not_exists => true);

CREATE MATERIALIZED VIEW IF NOT EXISTS gauge_hourly
WITH (timescaledb.continuous, timescaledb.materialized_only = false) AS
SELECT
    reading.device_id,
    reading.quantity_id,
    time_bucket(interval '1 hour', reading.at) AS hour,
    avg(reading.value) AS mean,
    min(reading.value) AS low,
    max(reading.value) AS high,
    count(*) AS readings
FROM reading
WHERE reading.quantity_id > 100
GROUP BY reading.device_id, reading.quantity_id, hour
WITH NO DATA;
-- Without a start, late gauges of any age reach their hour; what is read again is the span that changed.
-- A policy that is there stays as it is: whoever drops old readings must give it a start.
SELECT
    add_continuous_aggregate_policy(
        'gauge_hourly',
        start_offset => NULL, end_offset => interval '1 hour', schedule_interval => interval '15 minutes'
    )
WHERE
    NOT EXISTS (
        SELECT FROM timescaledb_information.jobs
        WHERE hypertable_name = 'gauge_hourly' AND proc_name = 'policy_refresh_continuous_aggregate'
    );

CREATE OR REPLACE VIEW analytics.gauge_hourly WITH (security_barrier) AS
SELECT
    device.code AS device,
    quantity.name AS quantity,
    quantity.unit,
    gauge.hour,
    gauge.mean,
    gauge.low,
    gauge.high,
    gauge.readings
FROM gauge_hourly AS gauge
INNER JOIN device ON gauge.device_id = device.id
INNER JOIN quantity ON gauge.quantity_id = quantity.id
WHERE
    (SELECT seen.everything FROM seen)
    OR device.id = any((SELECT seen.devices FROM seen)::integer[]);
COMMENT ON VIEW analytics.gauge_hourly IS 'Mean, lowest and highest of every gauge in every hour';
COMMENT ON COLUMN analytics.gauge_hourly.device IS 'Code of the device that measured';
COMMENT ON COLUMN analytics.gauge_hourly.quantity IS 'What was measured (docs/reference/quantities.md)';
COMMENT ON COLUMN analytics.gauge_hourly.unit IS 'Unit of the quantity';
COMMENT ON COLUMN analytics.gauge_hourly.hour IS 'Beginning of the hour';
COMMENT ON COLUMN analytics.gauge_hourly.mean IS 'Mean of the values in the hour [unit]; an hour without any has no row';
COMMENT ON COLUMN analytics.gauge_hourly.low IS 'Lowest value [unit]';
COMMENT ON COLUMN analytics.gauge_hourly.high IS 'Highest value [unit]';
COMMENT ON COLUMN analytics.gauge_hourly.readings IS 'How many values there were';
GRANT SELECT ON analytics.gauge_hourly
TO guanjia_ingest, guanjia_analytics, guanjia_alerts, guanjia_registrar, guanjia_reader;

-- Looking for a device's quantities in the key would open every chunk there is.
CREATE OR REPLACE VIEW device_report AS
SELECT
    device.id AS device_id,
    latest.at
FROM device
CROSS JOIN LATERAL (
    SELECT max(newest.at) AS at
    FROM quantity
    CROSS JOIN LATERAL (
        SELECT reading.at
        FROM reading
        WHERE
            reading.device_id = device.id
            AND reading.quantity_id = quantity.id
            AND reading.at > now() - interval '7 days'
        ORDER BY reading.at DESC
        LIMIT 1
    ) AS newest
) AS latest;
