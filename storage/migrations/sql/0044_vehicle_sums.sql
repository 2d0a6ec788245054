-- What vehicles drove is kept by local day and month, what they cost by month: a year of a fleet is then a
-- few thousand rows, where it was a quarter of a million trips.

CREATE TABLE vehicle_day (
    vehicle_id integer NOT NULL REFERENCES vehicle (id),
    day date NOT NULL,
    trips bigint NOT NULL CHECK (trips >= 0),
    distance_m double precision NOT NULL,
    driving_s double precision NOT NULL,
    idling_s double precision NOT NULL,
    stopped_s double precision NOT NULL,
    gap_s double precision NOT NULL,
    top_speed_kmh double precision,
    first_started_at timestamptz,
    last_ended_at timestamptz,
    PRIMARY KEY (vehicle_id, day),
    CHECK (num_nulls(first_started_at, last_ended_at) = CASE WHEN trips > 0 THEN 0 ELSE 2 END)
);
CREATE INDEX vehicle_day_day ON vehicle_day (day) WHERE trips > 0;
COMMENT ON TABLE vehicle_day IS 'Days of its tracker''s site of which anything is known of a vehicle, with the trips that began on them added up';

CREATE TABLE vehicle_month (
    vehicle_id integer NOT NULL REFERENCES vehicle (id),
    month date NOT NULL,
    days bigint NOT NULL CHECK (days > 0),
    trip_days bigint NOT NULL CHECK (trip_days <= days),
    trips bigint NOT NULL,
    distance_m double precision NOT NULL,
    driving_s double precision NOT NULL,
    idling_s double precision NOT NULL,
    stopped_s double precision NOT NULL,
    gap_s double precision NOT NULL,
    top_speed_kmh double precision,
    PRIMARY KEY (vehicle_id, month)
);
COMMENT ON TABLE vehicle_month IS 'vehicle_day added up by month, which is named by its first day';

-- A year of trips is added up from months: nobody reads how far each went from an index any more.
DROP INDEX trip_way;

CREATE FUNCTION add_up_pieces(vehicle integer, since timestamptz, until timestamptz) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    -- no clock is further from UTC than a day
    first_day CONSTANT date := (since AT TIME ZONE 'UTC' - interval '1 day')::date;
    last_day CONSTANT date := (until AT TIME ZONE 'UTC' + interval '1 day')::date;
    first_month CONSTANT date := date_trunc('month', first_day);
    end_month CONSTANT date := date_trunc('month', last_day) + interval '1 month';
    begins CONSTANT timestamptz := (first_day - 1)::timestamp AT TIME ZONE 'UTC';
    ends CONSTANT timestamptz := (last_day + 2)::timestamp AT TIME ZONE 'UTC';
BEGIN
    -- pieces do not overlap: of those that began before, only the last may reach into the span
    WITH piece AS (
        SELECT
            one.*,
            (one.started_at AT TIME ZONE coalesce(site.timezone, 'UTC'))::date AS starts_on,
            (one.ended_at AT TIME ZONE coalesce(site.timezone, 'UTC'))::date AS ends_on
        FROM (
            SELECT
                true AS is_trip,
                trip.started_at,
                trip.ended_at,
                trip.distance_m,
                trip.driving_s,
                trip.idling_s,
                trip.stopped_s,
                trip.gap_s,
                trip.top_speed_kmh
            FROM trip
            WHERE
                trip.vehicle_id = vehicle
                AND trip.started_at < ends
                AND trip.started_at >= (
                    SELECT coalesce(max(earlier.started_at), '-infinity')
                    FROM trip AS earlier
                    WHERE earlier.vehicle_id = vehicle AND earlier.started_at < begins
                )
            UNION ALL
            SELECT false, stop.started_at, stop.ended_at, 0, 0, 0, 0, 0, NULL
            FROM stop
            WHERE
                stop.vehicle_id = vehicle
                AND stop.started_at < ends
                AND stop.started_at >= (
                    SELECT coalesce(max(earlier.started_at), '-infinity')
                    FROM stop AS earlier
                    WHERE earlier.vehicle_id = vehicle AND earlier.started_at < begins
                )
        ) AS one
        LEFT JOIN vehicle_tracker AS tracker
            ON tracker.vehicle_id = vehicle AND tracker.valid @> one.started_at
        LEFT JOIN device ON tracker.device_id = device.id
        LEFT JOIN place AS site ON device.site_id = site.id
    ),

    fresh AS MATERIALIZED (
        SELECT
            known.day::date AS day,
            count(*) FILTER (WHERE piece.is_trip AND piece.starts_on = known.day) AS trips,
            coalesce(sum(piece.distance_m) FILTER (WHERE piece.starts_on = known.day), 0) AS distance_m,
            coalesce(sum(piece.driving_s) FILTER (WHERE piece.starts_on = known.day), 0) AS driving_s,
            coalesce(sum(piece.idling_s) FILTER (WHERE piece.starts_on = known.day), 0) AS idling_s,
            coalesce(sum(piece.stopped_s) FILTER (WHERE piece.starts_on = known.day), 0) AS stopped_s,
            coalesce(sum(piece.gap_s) FILTER (WHERE piece.starts_on = known.day), 0) AS gap_s,
            max(piece.top_speed_kmh) FILTER (WHERE piece.starts_on = known.day) AS top_speed_kmh,
            min(piece.started_at) FILTER (
                WHERE piece.is_trip AND piece.starts_on = known.day
            ) AS first_started_at,
            max(piece.ended_at) FILTER (WHERE piece.is_trip AND piece.starts_on = known.day) AS last_ended_at
        FROM piece
        CROSS JOIN LATERAL generate_series(
            greatest(piece.starts_on, first_day)::timestamp,
            least(piece.ends_on, last_day)::timestamp,
            interval '1 day'
        ) AS known (day)
        GROUP BY known.day
    ),

    gone AS (
        DELETE FROM vehicle_day
        WHERE
            vehicle_id = vehicle
            AND day BETWEEN first_day AND last_day
            AND day NOT IN (SELECT fresh.day FROM fresh)
    )

    INSERT INTO vehicle_day AS known
    SELECT vehicle, fresh.* FROM fresh
    ON CONFLICT (vehicle_id, day) DO UPDATE SET
        trips = excluded.trips,
        distance_m = excluded.distance_m,
        driving_s = excluded.driving_s,
        idling_s = excluded.idling_s,
        stopped_s = excluded.stopped_s,
        gap_s = excluded.gap_s,
        top_speed_kmh = excluded.top_speed_kmh,
        first_started_at = excluded.first_started_at,
        last_ended_at = excluded.last_ended_at
    -- most days are as they were: a car that is parked for weeks is seen every few minutes
    WHERE known.* IS DISTINCT FROM excluded.*;

    WITH fresh AS MATERIALIZED (
        SELECT
            date_trunc('month', driven.day)::date AS month,
            count(*) AS days,
            count(*) FILTER (WHERE driven.trips > 0) AS trip_days,
            sum(driven.trips)::bigint AS trips,
            sum(driven.distance_m) AS distance_m,
            sum(driven.driving_s) AS driving_s,
            sum(driven.idling_s) AS idling_s,
            sum(driven.stopped_s) AS stopped_s,
            sum(driven.gap_s) AS gap_s,
            max(driven.top_speed_kmh) AS top_speed_kmh
        FROM vehicle_day AS driven
        WHERE driven.vehicle_id = vehicle AND driven.day >= first_month AND driven.day < end_month
        GROUP BY 1
    ),

    gone AS (
        DELETE FROM vehicle_month
        WHERE
            vehicle_id = vehicle
            AND month >= first_month
            AND month < end_month
            AND month NOT IN (SELECT fresh.month FROM fresh)
    )

    INSERT INTO vehicle_month AS known
    SELECT vehicle, fresh.* FROM fresh
    ON CONFLICT (vehicle_id, month) DO UPDATE SET
        days = excluded.days,
        trip_days = excluded.trip_days,
        trips = excluded.trips,
        distance_m = excluded.distance_m,
        driving_s = excluded.driving_s,
        idling_s = excluded.idling_s,
        stopped_s = excluded.stopped_s,
        gap_s = excluded.gap_s,
        top_speed_kmh = excluded.top_speed_kmh
    WHERE known.* IS DISTINCT FROM excluded.*;
END
$$;
COMMENT ON FUNCTION add_up_pieces(integer, timestamptz, timestamptz) IS 'Make the days and months of a vehicle anew that trips and stops between two instants may lie on; whoever writes them calls it';

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
SELECT add_up_pieces(vehicle.id, '-infinity', 'infinity')
FROM vehicle;

GRANT SELECT, INSERT, UPDATE, DELETE ON vehicle_day, vehicle_month TO guanjia_analytics;
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
    driven.trips > 0
    AND (
        (SELECT seen.everything FROM seen)
        OR vehicle.institution_id = any((SELECT seen.institutions FROM seen)::integer[])
    );

CREATE VIEW analytics.vehicle_known_day WITH (security_barrier) AS
SELECT
    vehicle.plate,
    institution.code AS institution,
    known.day,
    known.trips,
    known.distance_m
FROM vehicle_day AS known
INNER JOIN vehicle ON known.vehicle_id = vehicle.id
INNER JOIN institution ON vehicle.institution_id = institution.id
WHERE
    (SELECT seen.everything FROM seen)
    OR vehicle.institution_id = any((SELECT seen.institutions FROM seen)::integer[]);
COMMENT ON VIEW analytics.vehicle_known_day IS 'Local days of which the tracker of a vehicle knows anything, that it stood still too';
COMMENT ON COLUMN analytics.vehicle_known_day.plate IS 'Plate of the vehicle';
COMMENT ON COLUMN analytics.vehicle_known_day.institution IS 'Code of the institution that the vehicle belongs to';
COMMENT ON COLUMN analytics.vehicle_known_day.day IS 'Day in the time zone of the site of its tracker';
COMMENT ON COLUMN analytics.vehicle_known_day.trips IS 'How many trips began; 0: none';
COMMENT ON COLUMN analytics.vehicle_known_day.distance_m IS 'How far they went [m]';

CREATE VIEW analytics.vehicle_month WITH (security_barrier) AS
SELECT
    vehicle.plate,
    institution.code AS institution,
    driven.month,
    driven.days,
    driven.trip_days,
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
COMMENT ON VIEW analytics.vehicle_month IS 'What each vehicle drove in a month, by the clock of its tracker''s site; a month of which nothing is known has no row';
COMMENT ON COLUMN analytics.vehicle_month.plate IS 'Plate of the vehicle';
COMMENT ON COLUMN analytics.vehicle_month.institution IS 'Code of the institution that the vehicle belongs to';
COMMENT ON COLUMN analytics.vehicle_month.month IS 'First day of the month';
COMMENT ON COLUMN analytics.vehicle_month.days IS 'Of how many days its tracker knows anything';
COMMENT ON COLUMN analytics.vehicle_month.trip_days IS 'On how many of them a trip began';
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

GRANT SELECT ON analytics.vehicle_known_day, analytics.vehicle_month
TO guanjia_ingest, guanjia_analytics, guanjia_alerts, guanjia_registrar, guanjia_reader;
