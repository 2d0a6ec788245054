-- Trips and stops of vehicles, and which hours of a vehicle's track are to be computed again.

CREATE TABLE stale_track (
    vehicle_id integer NOT NULL,
    hour timestamptz NOT NULL
) WITH (
    autovacuum_vacuum_scale_factor = 0,
    autovacuum_vacuum_threshold = 20000,
    autovacuum_analyze_scale_factor = 0,
    autovacuum_analyze_threshold = 20000
);
CREATE INDEX stale_track_vehicle ON stale_track (vehicle_id);
COMMENT ON TABLE stale_track IS 'A queue: hours (UTC) of vehicles with new fixes, some more than once, until their trips are computed again';

CREATE TABLE trip (
    vehicle_id integer NOT NULL REFERENCES vehicle (id),
    started_at timestamptz NOT NULL,
    ended_at timestamptz NOT NULL CHECK (ended_at > started_at),
    start_lon double precision NOT NULL,
    start_lat double precision NOT NULL,
    end_lon double precision NOT NULL,
    end_lat double precision NOT NULL,
    distance_m double precision NOT NULL,
    track_m double precision NOT NULL,
    odometer_m double precision,
    odometer_lack text CHECK (odometer_lack IN ('missing', 'backwards', 'coarse', 'differs')),
    driving_s double precision NOT NULL,
    idling_s double precision NOT NULL,
    stopped_s double precision NOT NULL,
    gap_s double precision NOT NULL,
    top_speed_kmh double precision,
    top_at timestamptz,
    top_lon double precision,
    top_lat double precision,
    fixes integer NOT NULL,
    PRIMARY KEY (vehicle_id, started_at),
    CHECK ((odometer_m IS NULL) <> (odometer_lack IS NULL)),
    CHECK (num_nulls(top_speed_kmh, top_at, top_lon, top_lat) IN (0, 4))
);
COMMENT ON TABLE trip IS 'A drive from one stop to the next; the last one of a vehicle may still be under way';

CREATE TABLE stop (
    vehicle_id integer NOT NULL REFERENCES vehicle (id),
    started_at timestamptz NOT NULL,
    ended_at timestamptz NOT NULL CHECK (ended_at > started_at),
    lon double precision NOT NULL,
    lat double precision NOT NULL,
    idling_s double precision NOT NULL,
    fixes integer NOT NULL,
    PRIMARY KEY (vehicle_id, started_at)
);
COMMENT ON TABLE stop IS 'A stay between two trips; the last one of a vehicle ends with its newest fix';

-- A tracker that was put on another vehicle, or for another time, takes its fixes with it.
CREATE FUNCTION mark_tracks() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    IF tg_op <> 'INSERT' THEN
        INSERT INTO stale_track (vehicle_id, hour)
        SELECT DISTINCT old.vehicle_id, date_trunc('hour', position.at)
        FROM position
        WHERE position.device_id = old.device_id AND position.at <@ old.valid;
    END IF;
    IF tg_op <> 'DELETE' THEN
        INSERT INTO stale_track (vehicle_id, hour)
        SELECT DISTINCT new.vehicle_id, date_trunc('hour', position.at)
        FROM position
        WHERE position.device_id = new.device_id AND position.at <@ new.valid;
    END IF;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION mark_tracks() IS 'Mark the hours of fixes that a change of vehicle_tracker gives to a vehicle or takes from it';

CREATE TRIGGER vehicle_tracker_marks_tracks
AFTER INSERT OR UPDATE OR DELETE ON vehicle_tracker
FOR EACH ROW EXECUTE FUNCTION mark_tracks();

-- What was stored before trips were known.
INSERT INTO stale_track (vehicle_id, hour)
SELECT DISTINCT
    tracker.vehicle_id,
    date_trunc('hour', position.at)
FROM vehicle_tracker AS tracker
INNER JOIN position ON tracker.device_id = position.device_id AND position.at <@ tracker.valid;

GRANT INSERT ON stale_track TO guanjia_ingest, guanjia_registrar;
GRANT SELECT, INSERT, DELETE ON stale_track TO guanjia_analytics;
GRANT SELECT, INSERT, UPDATE, DELETE ON trip, stop TO guanjia_analytics;
GRANT SELECT ON trip, stop TO guanjia_alerts;

CREATE VIEW analytics.trip WITH (security_barrier) AS
SELECT
    vehicle.plate,
    institution.code AS institution,
    trip.started_at,
    trip.ended_at,
    site.timezone,
    trip.start_lon,
    trip.start_lat,
    trip.end_lon,
    trip.end_lat,
    trip.distance_m,
    trip.track_m,
    trip.odometer_m,
    trip.odometer_lack,
    trip.driving_s,
    trip.idling_s,
    trip.stopped_s,
    trip.gap_s,
    trip.top_speed_kmh,
    trip.top_at,
    trip.top_lon,
    trip.top_lat,
    trip.fixes
FROM trip
INNER JOIN vehicle ON trip.vehicle_id = vehicle.id
INNER JOIN institution ON vehicle.institution_id = institution.id
LEFT JOIN vehicle_tracker AS tracker
    ON trip.vehicle_id = tracker.vehicle_id AND tracker.valid @> trip.started_at
LEFT JOIN device ON tracker.device_id = device.id
LEFT JOIN analytics.site AS site ON device.site_id = site.place_id;
COMMENT ON VIEW analytics.trip IS 'Drives from one stop to the next, WGS-84; the last one of a vehicle may still be under way';
COMMENT ON COLUMN analytics.trip.plate IS 'Plate of the vehicle';
COMMENT ON COLUMN analytics.trip.institution IS 'Code of the institution that the vehicle belongs to';
COMMENT ON COLUMN analytics.trip.started_at IS 'The last fix of the stop before';
COMMENT ON COLUMN analytics.trip.ended_at IS 'The first fix of the stop behind, or the newest fix of all';
COMMENT ON COLUMN analytics.trip.timezone IS 'Time zone of the site of its tracker';
COMMENT ON COLUMN analytics.trip.start_lon IS 'Where it began [degrees]';
COMMENT ON COLUMN analytics.trip.start_lat IS 'Where it began [degrees]';
COMMENT ON COLUMN analytics.trip.end_lon IS 'Where it ended [degrees]';
COMMENT ON COLUMN analytics.trip.end_lat IS 'Where it ended [degrees]';
COMMENT ON COLUMN analytics.trip.distance_m IS 'By the odometer where it is believed, else along the track [m]';
COMMENT ON COLUMN analytics.trip.track_m IS 'Along the fixes that are believed [m]';
COMMENT ON COLUMN analytics.trip.odometer_m IS 'By the odometer [m]; NULL: odometer_lack says why';
COMMENT ON COLUMN analytics.trip.odometer_lack IS 'missing, backwards, coarse (too short for tenths of a kilometre), or differs (from the track)';
COMMENT ON COLUMN analytics.trip.driving_s IS 'Faster than 1 km/h [s]; with idling_s, stopped_s and gap_s the whole time';
COMMENT ON COLUMN analytics.trip.idling_s IS 'Standing with the ignition on [s]';
COMMENT ON COLUMN analytics.trip.stopped_s IS 'Standing otherwise [s]';
COMMENT ON COLUMN analytics.trip.gap_s IS 'Between fixes too far apart to tell [s]';
COMMENT ON COLUMN analytics.trip.top_speed_kmh IS 'The highest speed that is believed [km/h]; NULL: none';
COMMENT ON COLUMN analytics.trip.top_at IS 'When it was reached';
COMMENT ON COLUMN analytics.trip.top_lon IS 'Where it was reached [degrees]';
COMMENT ON COLUMN analytics.trip.top_lat IS 'Where it was reached [degrees]';
COMMENT ON COLUMN analytics.trip.fixes IS 'How many fixes are believed';

CREATE VIEW analytics.stop WITH (security_barrier) AS
SELECT
    vehicle.plate,
    institution.code AS institution,
    stop.started_at,
    stop.ended_at,
    site.timezone,
    stop.lon,
    stop.lat,
    stop.idling_s,
    stop.fixes
FROM stop
INNER JOIN vehicle ON stop.vehicle_id = vehicle.id
INNER JOIN institution ON vehicle.institution_id = institution.id
LEFT JOIN vehicle_tracker AS tracker
    ON stop.vehicle_id = tracker.vehicle_id AND tracker.valid @> stop.started_at
LEFT JOIN device ON tracker.device_id = device.id
LEFT JOIN analytics.site AS site ON device.site_id = site.place_id;
COMMENT ON VIEW analytics.stop IS 'Stays between trips, WGS-84; the last one of a vehicle ends with its newest fix';
COMMENT ON COLUMN analytics.stop.plate IS 'Plate of the vehicle';
COMMENT ON COLUMN analytics.stop.institution IS 'Code of the institution that the vehicle belongs to';
COMMENT ON COLUMN analytics.stop.started_at IS 'The first fix at which it stood';
COMMENT ON COLUMN analytics.stop.ended_at IS 'The last fix at which it stood';
COMMENT ON COLUMN analytics.stop.timezone IS 'Time zone of the site of its tracker';
COMMENT ON COLUMN analytics.stop.lon IS 'Median of its fixes [degrees]';
COMMENT ON COLUMN analytics.stop.lat IS 'Median of its fixes [degrees]';
COMMENT ON COLUMN analytics.stop.idling_s IS 'How long the ignition is known to have been on [s]';
COMMENT ON COLUMN analytics.stop.fixes IS 'How many fixes are believed';

CREATE VIEW analytics.vehicle_day WITH (security_barrier) AS
SELECT
    trip.plate,
    trip.institution,
    (trip.started_at AT TIME ZONE coalesce(trip.timezone, 'UTC'))::date AS day,
    count(*) AS trips,
    sum(trip.distance_m) AS distance_m,
    sum(trip.driving_s) AS driving_s,
    sum(trip.idling_s) AS idling_s,
    sum(trip.stopped_s) AS stopped_s,
    sum(trip.gap_s) AS gap_s,
    max(trip.top_speed_kmh) AS top_speed_kmh,
    min(trip.started_at) AS first_started_at,
    max(trip.ended_at) AS last_ended_at
FROM analytics.trip AS trip
GROUP BY 1, 2, 3;
COMMENT ON VIEW analytics.vehicle_day IS 'What each vehicle drove on a local day; a trip counts on the day on which it began, and a day without a trip has no row';
COMMENT ON COLUMN analytics.vehicle_day.plate IS 'Plate of the vehicle';
COMMENT ON COLUMN analytics.vehicle_day.institution IS 'Code of the institution that the vehicle belongs to';
COMMENT ON COLUMN analytics.vehicle_day.day IS 'Day in the time zone of the site of its tracker';
COMMENT ON COLUMN analytics.vehicle_day.trips IS 'How many trips began';
COMMENT ON COLUMN analytics.vehicle_day.distance_m IS 'How far they went [m]';
COMMENT ON COLUMN analytics.vehicle_day.driving_s IS 'How long it drove [s]';
COMMENT ON COLUMN analytics.vehicle_day.idling_s IS 'How long it stood with the ignition on during trips [s]';
COMMENT ON COLUMN analytics.vehicle_day.stopped_s IS 'How long it stood otherwise during trips [s]';
COMMENT ON COLUMN analytics.vehicle_day.gap_s IS 'For how long nobody knows [s]';
COMMENT ON COLUMN analytics.vehicle_day.top_speed_kmh IS 'The highest speed that is believed [km/h]';
COMMENT ON COLUMN analytics.vehicle_day.first_started_at IS 'When the first of them began';
COMMENT ON COLUMN analytics.vehicle_day.last_ended_at IS 'When the last of them ended';

GRANT SELECT ON analytics.trip, analytics.stop, analytics.vehicle_day
TO guanjia_ingest, guanjia_analytics, guanjia_alerts, guanjia_registrar, guanjia_reader;
