-- The table the plain statement fills: the key and the logging of consumption_hourly, and nothing that needs
-- more than one pass.
CREATE TABLE bench_plain_hours (
    device_id integer NOT NULL,
    hour timestamptz NOT NULL,
    amount double precision NOT NULL,
    PRIMARY KEY (device_id, hour)
)
