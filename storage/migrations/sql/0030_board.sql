-- What the dispatcher's board shows beside orders and alerts: where vehicles are, and who is on duty.

CREATE VIEW analytics.vehicle_now WITH (security_barrier) AS
SELECT
    vehicle.plate,
    vehicle.type,
    vehicle.duty,
    vehicle.exempt,
    institution.code AS institution,
    known.vehicle_id IS NOT NULL AS has_home,
    away.started_at AS out_since,
    piece.kind AS last_kind,
    piece.ended_at AS last_seen_at,
    CASE WHEN sight.is_open THEN piece.lon END AS lon,
    CASE WHEN sight.is_open THEN piece.lat END AS lat,
    (
        SELECT min(site.timezone)
        FROM analytics.site AS site
        WHERE site.institution_id = institution.id
    ) AS timezone
FROM vehicle
INNER JOIN institution ON vehicle.institution_id = institution.id
LEFT JOIN outing_home AS known ON vehicle.id = known.vehicle_id
LEFT JOIN outing AS away ON vehicle.id = away.vehicle_id AND away.ended_at IS NULL
LEFT JOIN LATERAL (
    SELECT
        newest.kind,
        newest.ended_at,
        newest.lon,
        newest.lat
    FROM (
        (
            SELECT
                'trip' AS kind,
                trip.ended_at,
                trip.end_lon AS lon,
                trip.end_lat AS lat
            FROM trip
            WHERE trip.vehicle_id = vehicle.id
            ORDER BY trip.started_at DESC
            LIMIT 1
        )
        UNION ALL
        (
            SELECT
                'stop' AS kind,
                stop.ended_at,
                stop.lon,
                stop.lat
            FROM stop
            WHERE stop.vehicle_id = vehicle.id
            ORDER BY stop.started_at DESC
            LIMIT 1
        )
    ) AS newest
    ORDER BY newest.ended_at DESC
    LIMIT 1
) AS piece ON true
CROSS JOIN LATERAL (SELECT analytics.may_see_places(vehicle.duty, vehicle.exempt) AS is_open) AS sight;
COMMENT ON VIEW analytics.vehicle_now IS 'Every vehicle as its tracker told last: at home or out, standing or driving';
COMMENT ON COLUMN analytics.vehicle_now.plate IS 'Plate of the vehicle';
COMMENT ON COLUMN analytics.vehicle_now.type IS 'What it is, as the registry says';
COMMENT ON COLUMN analytics.vehicle_now.duty IS 'What it is for: general, reception, enforcement, leadership';
COMMENT ON COLUMN analytics.vehicle_now.exempt IS 'Whether its outings are not compared with orders';
COMMENT ON COLUMN analytics.vehicle_now.institution IS 'Code of the institution that it belongs to';
COMMENT ON COLUMN analytics.vehicle_now.has_home IS 'Whether it has a home fence and its outings were computed; false: out_since says nothing';
COMMENT ON COLUMN analytics.vehicle_now.out_since IS 'When it left home; NULL: it is at home';
COMMENT ON COLUMN analytics.vehicle_now.last_kind IS 'trip or stop: what it did last; NULL: never seen';
COMMENT ON COLUMN analytics.vehicle_now.last_seen_at IS 'Its newest fix that is believed; NULL: never seen';
COMMENT ON COLUMN analytics.vehicle_now.lon IS 'Where that was [degrees]; NULL: never seen, or not for everybody';
COMMENT ON COLUMN analytics.vehicle_now.lat IS 'Where that was [degrees]; NULL: never seen, or not for everybody';
COMMENT ON COLUMN analytics.vehicle_now.timezone IS 'Time zone of the institution''s site; NULL: it has none';

CREATE VIEW analytics.driver WITH (security_barrier) AS
SELECT
    driver.code AS driver,
    driver.name AS driver_name,
    institution.code AS institution,
    driver.licence_class,
    driver.licence_until,
    driver.valid_from,
    driver.valid_to
FROM driver
INNER JOIN institution ON driver.institution_id = institution.id;
COMMENT ON VIEW analytics.driver IS 'Who drives vehicles of an institution; telephone numbers stay in the registry';
COMMENT ON COLUMN analytics.driver.driver IS 'Code of the driver';
COMMENT ON COLUMN analytics.driver.driver_name IS 'Name of the driver';
COMMENT ON COLUMN analytics.driver.institution IS 'Code of the institution';
COMMENT ON COLUMN analytics.driver.licence_class IS 'Class of the driving licence, as A1 or C1';
COMMENT ON COLUMN analytics.driver.licence_until IS 'Last day on which the licence holds';
COMMENT ON COLUMN analytics.driver.valid_from IS 'First day on which they drive for the institution';
COMMENT ON COLUMN analytics.driver.valid_to IS 'First day on which they no longer do; NULL: they do';

CREATE VIEW analytics.driver_turn WITH (security_barrier) AS
SELECT
    driver.code AS driver,
    turn.first_day,
    turn.last_day,
    turn.every,
    turn.days
FROM driver_turn AS turn
INNER JOIN driver ON turn.driver_id = driver.id;
COMMENT ON VIEW analytics.driver_turn IS 'Days on which drivers are on duty, as the registry has them';
COMMENT ON COLUMN analytics.driver_turn.driver IS 'Code of the driver';
COMMENT ON COLUMN analytics.driver_turn.first_day IS 'First day, and the first begin of the rule';
COMMENT ON COLUMN analytics.driver_turn.last_day IS 'Last day; NULL: that day alone, or with a rule for good';
COMMENT ON COLUMN analytics.driver_turn.every IS 'RRULE of RFC 5545; empty: once';
COMMENT ON COLUMN analytics.driver_turn.days IS 'Days from each begin [1]';

GRANT SELECT ON analytics.vehicle_now, analytics.driver, analytics.driver_turn
TO guanjia_ingest, guanjia_analytics, guanjia_alerts, guanjia_registrar, guanjia_reader;
