-- The session's staging tables: filled by COPY, emptied by every commit, never in the log.
CREATE TEMPORARY TABLE IF NOT EXISTS staging_reading (
    message integer NOT NULL,
    device_id integer NOT NULL,
    quantity_id smallint NOT NULL,
    at timestamptz NOT NULL,
    value double precision NOT NULL
) ON COMMIT DELETE ROWS;

CREATE TEMPORARY TABLE IF NOT EXISTS staging_position (
    message integer NOT NULL,
    device_id integer NOT NULL,
    at timestamptz NOT NULL,
    lon double precision NOT NULL,
    lat double precision NOT NULL,
    altitude_m real,
    speed_kmh real,
    heading_deg real,
    satellites smallint,
    system text
) ON COMMIT DELETE ROWS
