-- What vehicles drove is kept by local day and month, what they cost by month: a year of a fleet is then a
-- few thousand rows, where it was a quarter of a million trips.

CREATE TABLE vehicle_day (
    vehicle_id integer NOT NULL REFERENCES vehicle (id),
    day date NOT NULL,
    trips bigint NOT NULL CHECK (trips > 0),
    distance_m double precision NOT NULL,
    driving_s double precision NOT NULL,
    idling_s double precision NOT NULL,
    stopped_s double precision NOT NULL,
    gap_s double precision NOT NULL,
    top_speed_kmh double precision,
    first_started_at timestamptz NOT NULL,
    last_ended_at timestamptz NOT NULL,
    PRIMARY KEY (vehicle_id, day)
);
CREATE INDEX vehicle_day_day ON vehicle_day (day);
COMMENT ON TABLE vehicle_day IS 'Trips of a vehicle added up by the day of its site on which they began; triggers of trip keep it';

CREATE TABLE vehicle_month (
    vehicle_id integer NOT NULL REFERENCES vehicle (id),
    month date NOT NULL,
    days bigint NOT NULL CHECK (days > 0),
    trips bigint NOT NULL CHECK (trips > 0),
    distance_m double precision NOT NULL,
    driving_s double precision NOT NULL,
    idling_s double precision NOT NULL,
    stopped_s double precision NOT NULL,
    gap_s double precision NOT NULL,
    top_speed_kmh double precision,
    PRIMARY KEY (vehicle_id, month)
);
COMMENT ON TABLE vehicle_month IS 'vehicle_day added up by month, which is named by its first day';

CREATE FUNCTION add_up_trips(vehicles integer[], since timestamptz, until timestamptz) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    -- no clock is further from UTC than a day
    first_day CONSTANT date := (since AT TIME ZONE 'UTC' - interval '1 day')::date;
    last_day CONSTANT date := (until AT TIME ZONE 'UTC' + interval '1 day')::date;
    first_month CONSTANT date := date_trunc('month', first_day);
    end_month CONSTANT date := date_trunc('month', last_day) + interval '1 month';
BEGIN
    DELETE FROM vehicle_day
    WHERE vehicle_id = ANY(vehicles) AND day BETWEEN first_day AND last_day;

    INSERT INTO vehicle_day
    SELECT
        trip.vehicle_id,
        local.day,
        count(*),
        sum(trip.distance_m),
        sum(trip.driving_s),
        sum(trip.idling_s),
        sum(trip.stopped_s),
        sum(trip.gap_s),
        max(trip.top_speed_kmh),
        min(trip.started_at),
        max(trip.ended_at)
    FROM trip
    LEFT JOIN vehicle_tracker AS tracker
        ON trip.vehicle_id = tracker.vehicle_id AND tracker.valid @> trip.started_at
    LEFT JOIN device ON tracker.device_id = device.id
    LEFT JOIN place AS site ON device.site_id = site.id
    CROSS JOIN LATERAL (
        SELECT (trip.started_at AT TIME ZONE coalesce(site.timezone, 'UTC'))::date AS day
    ) AS local
    WHERE
        trip.vehicle_id = ANY(vehicles)
        AND trip.started_at >= (first_day - 1)::timestamp AT TIME ZONE 'UTC'
        AND trip.started_at < (last_day + 2)::timestamp AT TIME ZONE 'UTC'
        AND local.day BETWEEN first_day AND last_day
    GROUP BY trip.vehicle_id, local.day;

    DELETE FROM vehicle_month
    WHERE vehicle_id = ANY(vehicles) AND month >= first_month AND month < end_month;

    INSERT INTO vehicle_month
    SELECT
        driven.vehicle_id,
        date_trunc('month', driven.day)::date,
        count(*),
        sum(driven.trips),
        sum(driven.distance_m),
        sum(driven.driving_s),
        sum(driven.idling_s),
        sum(driven.stopped_s),
        sum(driven.gap_s),
        max(driven.top_speed_kmh)
    FROM vehicle_day AS driven
    WHERE driven.vehicle_id = ANY(vehicles) AND driven.day >= first_month AND driven.day < end_month
    GROUP BY 1, 2;
END
$$;
COMMENT ON FUNCTION add_up_trips(integer[], timestamptz, timestamptz) IS 'Make the days and months anew on which trips of vehicles may lie that began within a span';

CREATE FUNCTION add_up_changed_trips() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    PERFORM add_up_trips(array_agg(DISTINCT vehicle_id), min(started_at), max(started_at))
    FROM changed
    HAVING count(*) > 0;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION add_up_changed_trips() IS 'Keep vehicle_day and vehicle_month of trips that came or went';

CREATE TRIGGER trip_came
AFTER INSERT ON trip
REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION add_up_changed_trips();

CREATE TRIGGER trip_went
AFTER DELETE ON trip
REFERENCING OLD TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION add_up_changed_trips();

CREATE FUNCTION refuse_changed_trip() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    RAISE EXCEPTION 'a trip is removed and written anew, never changed: its day is added up then';
END
$$;
CREATE TRIGGER trip_stays
BEFORE UPDATE OF
vehicle_id, started_at, ended_at, distance_m, driving_s, idling_s, stopped_s, gap_s, top_speed_kmh
ON trip
FOR EACH ROW WHEN (old.* IS DISTINCT FROM new.*) EXECUTE FUNCTION refuse_changed_trip();

-- Another clock makes other days. The worker that holds the vehicle makes them, as it writes its trips.
ALTER TABLE stale_track ALTER COLUMN hour DROP NOT NULL;
COMMENT ON COLUMN stale_track.hour IS 'Begin of the hour; NULL: the track is as it was, all days of the vehicle are another clock''s';

CREATE FUNCTION mark_clocks() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    IF tg_table_name = 'vehicle_tracker' THEN
        IF tg_op <> 'INSERT' THEN
            INSERT INTO stale_track (vehicle_id, hour)
            SELECT old.vehicle_id, NULL
            WHERE EXISTS (SELECT FROM vehicle_day WHERE vehicle_day.vehicle_id = old.vehicle_id);
        END IF;
        IF tg_op <> 'DELETE' THEN
            INSERT INTO stale_track (vehicle_id, hour)
            SELECT new.vehicle_id, NULL
            WHERE EXISTS (SELECT FROM vehicle_day WHERE vehicle_day.vehicle_id = new.vehicle_id);
        END IF;
    ELSE
        INSERT INTO stale_track (vehicle_id, hour)
        SELECT DISTINCT tracker.vehicle_id, NULL::timestamptz
        FROM vehicle_tracker AS tracker
        INNER JOIN device ON tracker.device_id = device.id
        WHERE (tg_table_name = 'device' AND device.id = new.id)
            OR (tg_table_name = 'place' AND device.site_id = new.id);
    END IF;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION mark_clocks() IS 'Mark the vehicles whose days a change of trackers, or of their sites, moves to another clock';

CREATE TRIGGER vehicle_tracker_marks_clocks
AFTER INSERT OR UPDATE OR DELETE ON vehicle_tracker
FOR EACH ROW EXECUTE FUNCTION mark_clocks();
CREATE TRIGGER device_marks_clocks
AFTER UPDATE OF site_id ON device
FOR EACH ROW WHEN (old.site_id IS DISTINCT FROM new.site_id) EXECUTE FUNCTION mark_clocks();
CREATE TRIGGER place_marks_clocks
AFTER UPDATE OF timezone ON place
FOR EACH ROW WHEN (old.timezone IS DISTINCT FROM new.timezone) EXECUTE FUNCTION mark_clocks();

CREATE TABLE vehicle_cost_month (
    vehicle_id integer NOT NULL REFERENCES vehicle (id),
    month date NOT NULL,
    kind text NOT NULL,
    amount_yuan numeric NOT NULL,
    litres numeric,
    energy_kwh numeric,
    entries bigint NOT NULL,
    PRIMARY KEY (vehicle_id, month, kind)
);
CREATE INDEX vehicle_cost_month_month ON vehicle_cost_month (month);
COMMENT ON TABLE vehicle_cost_month IS 'vehicle_cost added up by month and kind; triggers of vehicle_cost keep it';
-- Receipts that may lack an approval are few.
CREATE INDEX vehicle_cost_without_approval ON vehicle_cost (day)
WHERE approval = '' AND approval_above_yuan IS NOT NULL AND NOT is_correction;

CREATE FUNCTION add_up_changed_costs() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    sign CONSTANT integer := CASE tg_op WHEN 'DELETE' THEN -1 ELSE 1 END;
BEGIN
    -- added to what is known: whoever enters receipts at the same time adds to the same row, before or after
    INSERT INTO vehicle_cost_month AS known
    SELECT
        changed.vehicle_id,
        date_trunc('month', changed.day)::date AS month,
        changed.kind,
        sum(sign * changed.amount_yuan),
        sum(sign * changed.litres),
        sum(sign * changed.energy_kwh),
        sign * count(*)
    FROM changed
    GROUP BY changed.vehicle_id, month, changed.kind
    ORDER BY changed.vehicle_id, month, changed.kind
    ON CONFLICT (vehicle_id, month, kind) DO UPDATE SET
        amount_yuan = known.amount_yuan + excluded.amount_yuan,
        litres = coalesce(known.litres + excluded.litres, known.litres, excluded.litres),
        energy_kwh = coalesce(known.energy_kwh + excluded.energy_kwh, known.energy_kwh, excluded.energy_kwh),
        entries = known.entries + excluded.entries;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION add_up_changed_costs() IS 'Keep vehicle_cost_month of receipts that came or went';

CREATE TRIGGER vehicle_cost_came
AFTER INSERT ON vehicle_cost
REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION add_up_changed_costs();
CREATE TRIGGER vehicle_cost_went
AFTER DELETE ON vehicle_cost
REFERENCING OLD TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION add_up_changed_costs();

CREATE FUNCTION refuse_changed_cost() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    RAISE EXCEPTION 'a receipt is corrected by another one, never changed: its month is added up as it is entered';
END
$$;
CREATE TRIGGER vehicle_cost_stays
BEFORE UPDATE OF vehicle_id, day, kind, amount_yuan ON vehicle_cost
FOR EACH ROW WHEN (old.* IS DISTINCT FROM new.*) EXECUTE FUNCTION refuse_changed_cost();

INSERT INTO vehicle_cost_month
SELECT
    vehicle_id,
    date_trunc('month', day)::date,
    kind,
    sum(amount_yuan),
    sum(litres),
    sum(energy_kwh),
    count(*)
FROM vehicle_cost
GROUP BY 1, 2, 3;
SELECT add_up_trips(array_agg(DISTINCT vehicle_id), min(started_at), max(started_at))
FROM trip
HAVING count(*) > 0;

GRANT SELECT, INSERT, DELETE ON vehicle_day, vehicle_month TO guanjia_analytics;
-- who changes a tracker or a site marks the vehicles that have days
GRANT SELECT ON vehicle_day TO guanjia_registrar;
GRANT SELECT, INSERT, UPDATE ON vehicle_cost_month TO guanjia_registrar;

CREATE OR REPLACE VIEW analytics.vehicle_day WITH (security_barrier) AS
SELECT
    vehicle.plate,
    institution.code AS institution,
    driven.day,
    driven.trips,
    driven.distance_m,
    driven.driving_s,
    driven.idling_s,
    driven.stopped_s,
    driven.gap_s,
    driven.top_speed_kmh,
    driven.first_started_at,
    driven.last_ended_at
FROM vehicle_day AS driven
INNER JOIN vehicle ON driven.vehicle_id = vehicle.id
INNER JOIN institution ON vehicle.institution_id = institution.id
WHERE
    (SELECT seen.everything FROM seen)
    OR vehicle.institution_id = any((SELECT seen.institutions FROM seen)::integer[]);

CREATE VIEW analytics.vehicle_month WITH (security_barrier) AS
SELECT
    vehicle.plate,
    institution.code AS institution,
    driven.month,
    driven.days,
    driven.trips,
    driven.distance_m,
    driven.driving_s,
    driven.idling_s,
    driven.stopped_s,
    driven.gap_s,
    driven.top_speed_kmh
FROM vehicle_month AS driven
INNER JOIN vehicle ON driven.vehicle_id = vehicle.id
INNER JOIN institution ON vehicle.institution_id = institution.id
WHERE
    (SELECT seen.everything FROM seen)
    OR vehicle.institution_id = any((SELECT seen.institutions FROM seen)::integer[]);
COMMENT ON VIEW analytics.vehicle_month IS 'What each vehicle drove in a month: its days of analytics.vehicle_day added up; a month without a trip has no row';
COMMENT ON COLUMN analytics.vehicle_month.plate IS 'Plate of the vehicle';
COMMENT ON COLUMN analytics.vehicle_month.institution IS 'Code of the institution that the vehicle belongs to';
COMMENT ON COLUMN analytics.vehicle_month.month IS 'First day of the month';
COMMENT ON COLUMN analytics.vehicle_month.days IS 'On how many days a trip began';
COMMENT ON COLUMN analytics.vehicle_month.trips IS 'How many trips began';
COMMENT ON COLUMN analytics.vehicle_month.distance_m IS 'How far they went [m]';
COMMENT ON COLUMN analytics.vehicle_month.driving_s IS 'How long it drove [s]';
COMMENT ON COLUMN analytics.vehicle_month.idling_s IS 'How long it stood with the ignition on during trips [s]';
COMMENT ON COLUMN analytics.vehicle_month.stopped_s IS 'How long it stood otherwise during trips [s]';
COMMENT ON COLUMN analytics.vehicle_month.gap_s IS 'For how long nobody knows [s]';
COMMENT ON COLUMN analytics.vehicle_month.top_speed_kmh IS 'The highest speed that is believed [km/h]';

CREATE OR REPLACE VIEW analytics.vehicle_cost_month WITH (security_barrier) AS
SELECT
    vehicle.plate,
    institution.code AS institution,
    spent.month,
    spent.kind,
    spent.amount_yuan,
    spent.litres,
    spent.energy_kwh,
    spent.entries,
    coalesce(lacking.entries, 0) AS unapproved
FROM vehicle_cost_month AS spent
INNER JOIN vehicle ON spent.vehicle_id = vehicle.id
INNER JOIN institution ON vehicle.institution_id = institution.id
LEFT JOIN (
    SELECT
        cost.vehicle_id,
        date_trunc('month', cost.day)::date AS month,
        cost.kind,
        count(*) AS entries
    FROM vehicle_cost AS cost
    WHERE
        cost.approval = ''
        AND cost.approval_above_yuan IS NOT NULL
        AND NOT cost.is_correction
        AND CASE
            WHEN cost.voucher = '' THEN cost.amount_yuan > cost.approval_above_yuan
            ELSE (
                -- a receipt that is cut into lines is still one
                SELECT sum(line.amount_yuan) > cost.approval_above_yuan AND NOT bool_or(line.approval <> '')
                FROM vehicle_cost AS line
                WHERE
                    line.vehicle_id = cost.vehicle_id
                    AND line.kind = cost.kind
                    AND line.voucher = cost.voucher
                    AND line.voucher <> ''
            )
        END
    GROUP BY 1, 2, 3
) AS lacking
    ON
        spent.vehicle_id = lacking.vehicle_id
        AND spent.month = lacking.month
        AND spent.kind = lacking.kind
WHERE
    spent.entries > 0
    AND (
        (SELECT seen.everything FROM seen)
        OR vehicle.institution_id = any((SELECT seen.institutions FROM seen)::integer[])
    );

GRANT SELECT ON analytics.vehicle_month
TO guanjia_ingest, guanjia_analytics, guanjia_alerts, guanjia_registrar, guanjia_reader;
