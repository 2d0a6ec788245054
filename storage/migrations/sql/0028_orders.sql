-- Outings of vehicles, the people who drive them, dispatch orders with their history, duty and daily checks.

ALTER TABLE vehicle
ADD COLUMN homes text[] NOT NULL DEFAULT '{}',
ADD COLUMN exempt boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN vehicle.homes IS 'Codes of its home fences; empty: all fences of role home';
COMMENT ON COLUMN vehicle.exempt IS 'Its outings are not compared with orders: enforcement, secret duty';

ALTER TABLE trip ADD COLUMN furthest_m double precision;
COMMENT ON COLUMN trip.furthest_m IS 'How far outside of every home it came [m]; NULL: not computed yet, or the vehicle has no home';

CREATE TABLE outing (
    vehicle_id integer NOT NULL REFERENCES vehicle (id),
    started_at timestamptz NOT NULL,
    ended_at timestamptz CHECK (ended_at > started_at),
    trips integer NOT NULL CHECK (trips > 0),
    distance_m double precision NOT NULL,
    furthest_m double precision NOT NULL,
    stay_s double precision,
    stay_at timestamptz,
    stay_lon double precision,
    stay_lat double precision,
    PRIMARY KEY (vehicle_id, started_at),
    CHECK (num_nulls(stay_s, stay_at, stay_lon, stay_lat) IN (0, 4))
);
CREATE UNIQUE INDEX outing_under_way ON outing (vehicle_id) WHERE ended_at IS NULL;
COMMENT ON TABLE outing IS 'From leaving home to standing at home again (出车); the last one of a vehicle may be under way';

CREATE TABLE outing_home (
    vehicle_id integer PRIMARY KEY REFERENCES vehicle (id),
    digest text NOT NULL
);
COMMENT ON TABLE outing_home IS 'Which homes the outings of a vehicle were computed with: another digest, and they are computed again';

CREATE TABLE driver (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    code text NOT NULL UNIQUE,
    name text NOT NULL CHECK (name <> ''),
    institution_id integer NOT NULL REFERENCES institution (id),
    phone text NOT NULL DEFAULT '',
    licence_class text NOT NULL,
    licence_until date NOT NULL,
    valid_from date NOT NULL,
    valid_to date CHECK (valid_to > valid_from)
);
COMMENT ON TABLE driver IS 'Who drives vehicles of an institution, from valid_from until just before valid_to';

CREATE TABLE driver_turn (
    driver_id integer NOT NULL REFERENCES driver (id) ON DELETE CASCADE,
    first_day date NOT NULL,
    last_day date CHECK (last_day >= first_day),
    every text NOT NULL DEFAULT '',
    days integer NOT NULL DEFAULT 1 CHECK (days > 0),
    PRIMARY KEY (driver_id, first_day, every)
);
COMMENT ON TABLE driver_turn IS 'Days on which a driver is on duty, as in duty_turn';

CREATE TABLE vehicle_duty (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    vehicle_id integer NOT NULL REFERENCES vehicle (id),
    starts_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL CHECK (ends_at > starts_at),
    reason text NOT NULL CHECK (reason <> ''),
    registered_at timestamptz NOT NULL,
    registered_by text NOT NULL CHECK (registered_by <> ''),
    UNIQUE (vehicle_id, starts_at, ends_at)
);
COMMENT ON TABLE vehicle_duty IS 'Duty that a vehicle was registered for; what lies before registered_at was not registered beforehand';

CREATE TABLE dispatch_order (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    institution_id integer NOT NULL REFERENCES institution (id),
    number text NOT NULL CHECK (number <> ''),
    applicant text NOT NULL CHECK (applicant <> ''),
    purpose text NOT NULL CHECK (purpose <> ''),
    destination text NOT NULL CHECK (destination <> ''),
    fence text NOT NULL DEFAULT '',
    lon double precision CHECK (lon BETWEEN -180 AND 180),
    lat double precision CHECK (lat BETWEEN -90 AND 90),
    planned_from timestamptz NOT NULL,
    planned_to timestamptz NOT NULL CHECK (planned_to > planned_from),
    vehicle_id integer REFERENCES vehicle (id),
    driver text NOT NULL DEFAULT '',
    passengers text NOT NULL DEFAULT '',
    state text NOT NULL CHECK (
        state IN (
            'applied', 'approved', 'refused', 'dispatched', 'under_way', 'returned', 'checked', 'cancelled'
        )
    ),
    UNIQUE (institution_id, number),
    CHECK ((lon IS NULL) = (lat IS NULL)),
    CHECK (fence = '' OR lon IS NULL),
    CHECK (vehicle_id IS NOT NULL OR state NOT IN ('dispatched', 'under_way', 'returned', 'checked'))
);
CREATE INDEX dispatch_order_vehicle ON dispatch_order (vehicle_id, planned_from);
CREATE INDEX dispatch_order_planned ON dispatch_order (planned_from);
COMMENT ON TABLE dispatch_order IS 'Dispatch orders (派车单) as they stand; dispatch_change says who brought them there';

CREATE TABLE dispatch_change (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    order_id integer NOT NULL REFERENCES dispatch_order (id),
    at timestamptz NOT NULL,
    author text NOT NULL CHECK (author <> ''),
    was text,
    state text NOT NULL,
    note text NOT NULL DEFAULT '',
    recorded_at timestamptz NOT NULL
);
CREATE INDEX dispatch_change_order ON dispatch_change (order_id, id);
COMMENT ON TABLE dispatch_change IS 'What happened to an order, when (at), and when that was written down (recorded_at)';
CREATE TRIGGER changes_are_history BEFORE UPDATE OR DELETE ON dispatch_change
FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER changes_are_never_emptied BEFORE TRUNCATE ON dispatch_change
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER duty_is_history BEFORE UPDATE OR DELETE ON vehicle_duty
FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER orders_are_never_deleted BEFORE DELETE ON dispatch_order
FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE TABLE daily_check (
    vehicle_id integer NOT NULL REFERENCES vehicle (id),
    day date NOT NULL,
    kind text NOT NULL CHECK (kind IN ('before', 'during', 'after')),
    driver text NOT NULL CHECK (driver <> ''),
    passed boolean NOT NULL,
    defects text NOT NULL DEFAULT '',
    at timestamptz NOT NULL,
    author text NOT NULL CHECK (author <> ''),
    PRIMARY KEY (vehicle_id, day, kind),
    CHECK (passed OR defects <> '')
);
COMMENT ON TABLE daily_check IS 'The three checks of a day (三检): before driving, while driving, after coming home';

GRANT SELECT, UPDATE (furthest_m) ON trip TO guanjia_analytics;
GRANT SELECT, INSERT, UPDATE, DELETE ON outing, outing_home TO guanjia_analytics;
GRANT SELECT, UPDATE (state) ON dispatch_order TO guanjia_analytics;
GRANT SELECT, INSERT ON dispatch_change TO guanjia_analytics;
GRANT SELECT ON outing, vehicle_duty, dispatch_order TO guanjia_alerts;
GRANT SELECT, INSERT, UPDATE, DELETE ON driver, driver_turn TO guanjia_registrar;
GRANT SELECT ON trip, stop, outing, outing_home TO guanjia_registrar;
GRANT SELECT, INSERT, UPDATE (vehicle_id, driver, state) ON dispatch_order TO guanjia_registrar;
GRANT SELECT, INSERT ON dispatch_change, vehicle_duty TO guanjia_registrar;
GRANT SELECT, INSERT, UPDATE ON daily_check TO guanjia_registrar;

CREATE VIEW analytics.outing WITH (security_barrier) AS
SELECT
    vehicle.plate,
    institution.code AS institution,
    outing.started_at,
    outing.ended_at,
    coalesce(outing.ended_at, (
        SELECT max(trip.ended_at) FROM trip
        WHERE trip.vehicle_id = outing.vehicle_id
    )) AS seen_at,
    site.timezone,
    outing.trips,
    outing.distance_m,
    outing.furthest_m,
    outing.stay_s,
    outing.stay_at,
    outing.stay_lon,
    outing.stay_lat,
    array(
        SELECT each.number
        FROM dispatch_order AS each
        WHERE
            each.vehicle_id = outing.vehicle_id
            AND each.state NOT IN ('applied', 'refused', 'cancelled')
            AND each.planned_to > outing.started_at
            AND each.planned_from < coalesce(outing.ended_at, 'infinity')
        ORDER BY each.planned_from
    ) AS orders
FROM outing
INNER JOIN vehicle ON outing.vehicle_id = vehicle.id
INNER JOIN institution ON vehicle.institution_id = institution.id
LEFT JOIN vehicle_tracker AS tracker
    ON outing.vehicle_id = tracker.vehicle_id AND tracker.valid @> outing.started_at
LEFT JOIN device ON tracker.device_id = device.id
LEFT JOIN analytics.site AS site ON device.site_id = site.place_id;
COMMENT ON VIEW analytics.outing IS 'Outings (出车) of vehicles: from leaving home to standing at home again; the last one of a vehicle may be under way';
COMMENT ON COLUMN analytics.outing.plate IS 'Plate of the vehicle';
COMMENT ON COLUMN analytics.outing.institution IS 'Code of the institution that the vehicle belongs to';
COMMENT ON COLUMN analytics.outing.started_at IS 'When it left home; its first trip''s beginning';
COMMENT ON COLUMN analytics.outing.ended_at IS 'When it stood at home again; NULL: it is under way';
COMMENT ON COLUMN analytics.outing.seen_at IS 'Its end; of one under way the end of the last trip that is known';
COMMENT ON COLUMN analytics.outing.timezone IS 'Time zone of the site of its tracker';
COMMENT ON COLUMN analytics.outing.trips IS 'How many trips it is made of';
COMMENT ON COLUMN analytics.outing.distance_m IS 'Sum of the distances of its trips [m]';
COMMENT ON COLUMN analytics.outing.furthest_m IS 'Greatest distance from the edge of the nearest home [m]';
COMMENT ON COLUMN analytics.outing.stay_s IS 'Longest stop away from home [s]; NULL: it did not stop';
COMMENT ON COLUMN analytics.outing.stay_at IS 'When that stop began';
COMMENT ON COLUMN analytics.outing.stay_lon IS 'Where it was [degrees]';
COMMENT ON COLUMN analytics.outing.stay_lat IS 'Where it was [degrees]';
COMMENT ON COLUMN analytics.outing.orders IS 'Numbers of approved orders of the vehicle whose planned time overlaps it; empty: none';

CREATE VIEW analytics.dispatch_order WITH (security_barrier) AS
SELECT
    institution.code AS institution,
    planned.number,
    planned.applicant,
    planned.purpose,
    planned.destination,
    planned.fence,
    planned.lon,
    planned.lat,
    planned.planned_from,
    planned.planned_to,
    vehicle.plate,
    planned.driver,
    planned.passengers,
    planned.state,
    approval.author AS approved_by,
    approval.at AS approved_at,
    latest.at AS changed_at,
    latest.author AS changed_by,
    latest.note
FROM dispatch_order AS planned
INNER JOIN institution ON planned.institution_id = institution.id
LEFT JOIN vehicle ON planned.vehicle_id = vehicle.id
LEFT JOIN LATERAL (
    SELECT
        change.author,
        change.at
    FROM dispatch_change AS change
    WHERE change.order_id = planned.id AND change.state = 'approved'
    ORDER BY change.id DESC
    LIMIT 1
) AS approval ON true
LEFT JOIN LATERAL (
    SELECT
        change.author,
        change.at,
        change.note
    FROM dispatch_change AS change
    WHERE change.order_id = planned.id
    ORDER BY change.id DESC
    LIMIT 1
) AS latest ON true;
COMMENT ON VIEW analytics.dispatch_order IS 'Dispatch orders (派车单) as they stand, with who approved them and who changed them last';
COMMENT ON COLUMN analytics.dispatch_order.institution IS 'Code of the institution whose order it is';
COMMENT ON COLUMN analytics.dispatch_order.number IS 'Its number, unique within the institution';
COMMENT ON COLUMN analytics.dispatch_order.applicant IS 'Who asked for the vehicle';
COMMENT ON COLUMN analytics.dispatch_order.purpose IS 'What for';
COMMENT ON COLUMN analytics.dispatch_order.destination IS 'Where to, in words';
COMMENT ON COLUMN analytics.dispatch_order.fence IS 'Code of the fence of the destination; empty: none is given';
COMMENT ON COLUMN analytics.dispatch_order.lon IS 'Where the destination is, WGS-84 [degrees]; NULL: not given';
COMMENT ON COLUMN analytics.dispatch_order.lat IS 'Where the destination is, WGS-84 [degrees]; NULL: not given';
COMMENT ON COLUMN analytics.dispatch_order.planned_from IS 'When it is to leave';
COMMENT ON COLUMN analytics.dispatch_order.planned_to IS 'When it is to be back';
COMMENT ON COLUMN analytics.dispatch_order.plate IS 'Plate of the vehicle; NULL: none is assigned yet';
COMMENT ON COLUMN analytics.dispatch_order.driver IS 'Code or name of the driver; empty: none is assigned yet';
COMMENT ON COLUMN analytics.dispatch_order.passengers IS 'Who goes along, as it was written; empty: not said';
COMMENT ON COLUMN analytics.dispatch_order.state IS 'applied, approved, refused, dispatched, under_way, returned, checked or cancelled';
COMMENT ON COLUMN analytics.dispatch_order.approved_by IS 'Who approved it; NULL: nobody';
COMMENT ON COLUMN analytics.dispatch_order.approved_at IS 'When; NULL: not approved';
COMMENT ON COLUMN analytics.dispatch_order.changed_at IS 'When its present state began';
COMMENT ON COLUMN analytics.dispatch_order.changed_by IS 'Who brought it there; guanjia: its vehicle left, or came home';
COMMENT ON COLUMN analytics.dispatch_order.note IS 'What was written with that; empty: nothing';

CREATE VIEW analytics.daily_check WITH (security_barrier) AS
SELECT
    vehicle.plate,
    institution.code AS institution,
    made.day,
    made.kind,
    made.driver,
    made.passed,
    made.defects,
    made.at,
    made.author
FROM daily_check AS made
INNER JOIN vehicle ON made.vehicle_id = vehicle.id
INNER JOIN institution ON vehicle.institution_id = institution.id;
COMMENT ON VIEW analytics.daily_check IS 'The three checks of a vehicle and day (三检): before, during, after';
COMMENT ON COLUMN analytics.daily_check.plate IS 'Plate of the vehicle';
COMMENT ON COLUMN analytics.daily_check.institution IS 'Code of the institution that the vehicle belongs to';
COMMENT ON COLUMN analytics.daily_check.day IS 'Local day of the check';
COMMENT ON COLUMN analytics.daily_check.kind IS 'before driving, during, or after coming home';
COMMENT ON COLUMN analytics.daily_check.driver IS 'Who checked: code or name of the driver';
COMMENT ON COLUMN analytics.daily_check.passed IS 'Whether the vehicle may drive';
COMMENT ON COLUMN analytics.daily_check.defects IS 'What was found; empty: nothing';
COMMENT ON COLUMN analytics.daily_check.at IS 'When it was written down';
COMMENT ON COLUMN analytics.daily_check.author IS 'Who wrote it down';

GRANT SELECT ON analytics.outing, analytics.dispatch_order, analytics.daily_check
TO guanjia_ingest, guanjia_analytics, guanjia_alerts, guanjia_registrar, guanjia_reader;
