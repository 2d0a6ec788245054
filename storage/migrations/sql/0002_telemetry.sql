-- What arrived: readings, fixes, events, and what could not be stored with the reason.
-- The keys are what makes writing twice change nothing.

CREATE TABLE reading (
    device_id integer NOT NULL,
    quantity_id smallint NOT NULL,
    at timestamptz NOT NULL,
    value double precision NOT NULL,
    received_at timestamptz NOT NULL,
    flags smallint NOT NULL DEFAULT 0,
    PRIMARY KEY (device_id, quantity_id, at)
);
COMMENT ON TABLE reading IS 'One value of one quantity of one device at one instant; no foreign keys: devices are never deleted and the check costs a third of the write';

CREATE TABLE position (
    device_id integer NOT NULL,
    at timestamptz NOT NULL,
    lon double precision NOT NULL,
    lat double precision NOT NULL,
    altitude_m real,
    speed_kmh real,
    heading_deg real,
    satellites smallint,
    system text,
    received_at timestamptz NOT NULL,
    PRIMARY KEY (device_id, at)
);
COMMENT ON TABLE position IS 'One fix of one tracker, WGS-84; vehicle_tracker says which vehicle carried it';

CREATE TABLE device_event (
    device_id integer NOT NULL REFERENCES device (id),
    at timestamptz NOT NULL,
    kind text NOT NULL CHECK (kind IN ('online', 'offline')),
    PRIMARY KEY (device_id, at, kind)
);

CREATE TABLE rejected_message (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    received_at timestamptz NOT NULL,
    topic text NOT NULL,
    payload bytea NOT NULL,
    reason text NOT NULL,
    detail text NOT NULL,
    digest bytea NOT NULL UNIQUE,
    replayed_at timestamptz
);
CREATE INDEX rejected_message_reason ON rejected_message (reason, received_at);
COMMENT ON COLUMN rejected_message.digest IS 'SHA-256 over topic, SHA-256 of the payload, reason and detail: a redelivered message makes no second row, and a long topic no long index entry';
COMMENT ON COLUMN rejected_message.replayed_at IS 'When `guanjia rejected replay` stored all that this row refused';

CREATE TABLE rejected_reading (
    rejected_id bigint NOT NULL REFERENCES rejected_message (id) ON DELETE CASCADE,
    device text NOT NULL,
    quantity text NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (rejected_id, device, quantity, at)
);
CREATE INDEX rejected_reading_key ON rejected_reading (device, quantity, at);
COMMENT ON TABLE rejected_reading IS 'Which readings a refused message held, so that summaries count distinct readings';

CREATE TABLE stale_hour (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    device_id integer NOT NULL,
    quantity_id smallint NOT NULL,
    hour timestamptz NOT NULL
);
CREATE INDEX stale_hour_register ON stale_hour (device_id, quantity_id);
COMMENT ON TABLE stale_hour IS 'Hours whose readings changed, appended in the transaction that stored them, deleted in the one that recomputes them; never unique, so ingest never waits for analytics';
