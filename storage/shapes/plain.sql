-- PostgreSQL without TimescaleDB: the gauge aggregate is a view.
CREATE OR REPLACE VIEW gauge_hourly AS
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
GROUP BY reading.device_id, reading.quantity_id, hour;

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
