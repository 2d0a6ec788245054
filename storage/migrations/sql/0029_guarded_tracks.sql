-- Where vehicles of leaders and of enforcement are, and went, is seen by members of one role only. Everybody
-- else sees when and how far they drove, which accounting needs, and no place.
DO $$
BEGIN
    CREATE ROLE guanjia_tracks NOLOGIN;
EXCEPTION WHEN duplicate_object OR unique_violation THEN
    NULL;
END;
$$;

CREATE FUNCTION analytics.may_see_places(duty text, exempt boolean) RETURNS boolean
LANGUAGE sql STABLE
RETURN coalesce(NOT exempt AND duty NOT IN ('leadership', 'enforcement'), true)
OR pg_has_role(current_user, 'guanjia_tracks', 'USAGE');
COMMENT ON FUNCTION analytics.may_see_places(text, boolean) IS 'Whether who asks may see where a vehicle is; NULL: no vehicle';

CREATE OR REPLACE VIEW analytics.trip WITH (security_barrier) AS
SELECT
    vehicle.plate,
    institution.code AS institution,
    trip.started_at,
    trip.ended_at,
    site.timezone,
    CASE WHEN sight.is_open THEN trip.start_lon END AS start_lon,
    CASE WHEN sight.is_open THEN trip.start_lat END AS start_lat,
    CASE WHEN sight.is_open THEN trip.end_lon END AS end_lon,
    CASE WHEN sight.is_open THEN trip.end_lat END AS end_lat,
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
    CASE WHEN sight.is_open THEN trip.top_lon END AS top_lon,
    CASE WHEN sight.is_open THEN trip.top_lat END AS top_lat,
    trip.fixes
FROM trip
INNER JOIN vehicle ON trip.vehicle_id = vehicle.id
INNER JOIN institution ON vehicle.institution_id = institution.id
LEFT JOIN vehicle_tracker AS tracker
    ON trip.vehicle_id = tracker.vehicle_id AND tracker.valid @> trip.started_at
LEFT JOIN device ON tracker.device_id = device.id
LEFT JOIN analytics.site AS site ON device.site_id = site.place_id
CROSS JOIN LATERAL (SELECT analytics.may_see_places(vehicle.duty, vehicle.exempt) AS is_open) AS sight;

CREATE OR REPLACE VIEW analytics.stop WITH (security_barrier) AS
SELECT
    vehicle.plate,
    institution.code AS institution,
    stop.started_at,
    stop.ended_at,
    site.timezone,
    CASE WHEN sight.is_open THEN stop.lon END AS lon,
    CASE WHEN sight.is_open THEN stop.lat END AS lat,
    stop.idling_s,
    stop.fixes
FROM stop
INNER JOIN vehicle ON stop.vehicle_id = vehicle.id
INNER JOIN institution ON vehicle.institution_id = institution.id
LEFT JOIN vehicle_tracker AS tracker
    ON stop.vehicle_id = tracker.vehicle_id AND tracker.valid @> stop.started_at
LEFT JOIN device ON tracker.device_id = device.id
LEFT JOIN analytics.site AS site ON device.site_id = site.place_id
CROSS JOIN LATERAL (SELECT analytics.may_see_places(vehicle.duty, vehicle.exempt) AS is_open) AS sight;

CREATE OR REPLACE VIEW analytics.outing WITH (security_barrier) AS
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
    CASE WHEN sight.is_open THEN outing.stay_lon END AS stay_lon,
    CASE WHEN sight.is_open THEN outing.stay_lat END AS stay_lat,
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
LEFT JOIN analytics.site AS site ON device.site_id = site.place_id
CROSS JOIN LATERAL (SELECT analytics.may_see_places(vehicle.duty, vehicle.exempt) AS is_open) AS sight;

CREATE OR REPLACE VIEW analytics.vehicle WITH (security_barrier) AS
SELECT
    vehicle.plate,
    vehicle.type,
    vehicle.fuel,
    vehicle.duty,
    institution.code AS institution,
    fix.device,
    fix.at,
    CASE WHEN sight.is_open THEN fix.lon END AS lon,
    CASE WHEN sight.is_open THEN fix.lat END AS lat,
    CASE WHEN sight.is_open THEN fix.speed_kmh END AS speed_kmh,
    CASE WHEN sight.is_open THEN fix.heading_deg END AS heading_deg,
    fix.timezone
FROM vehicle
INNER JOIN institution ON vehicle.institution_id = institution.id
LEFT JOIN LATERAL (
    SELECT
        device.code AS device,
        newest.at,
        newest.lon,
        newest.lat,
        newest.speed_kmh,
        newest.heading_deg,
        site.timezone
    FROM vehicle_tracker AS tracker
    INNER JOIN device ON tracker.device_id = device.id
    INNER JOIN analytics.site AS site ON device.site_id = site.place_id
    INNER JOIN LATERAL (
        SELECT
            position.at,
            position.lon,
            position.lat,
            position.speed_kmh,
            position.heading_deg
        FROM position
        WHERE
            position.device_id = tracker.device_id
            AND position.at <@ tracker.valid
            AND position.at > now() - interval '30 days'
        ORDER BY position.at DESC
        LIMIT 1
    ) AS newest ON true
    WHERE tracker.vehicle_id = vehicle.id
    ORDER BY newest.at DESC
    LIMIT 1
) AS fix ON true
CROSS JOIN LATERAL (SELECT analytics.may_see_places(vehicle.duty, vehicle.exempt) AS is_open) AS sight;

CREATE OR REPLACE VIEW analytics.position WITH (security_barrier) AS
SELECT
    device.code AS device,
    vehicle.plate,
    position.at,
    position.lon,
    position.lat,
    position.altitude_m,
    position.speed_kmh,
    position.heading_deg,
    position.satellites,
    position.system
FROM position
INNER JOIN device ON position.device_id = device.id
LEFT JOIN vehicle_tracker AS tracker
    ON position.device_id = tracker.device_id AND tracker.valid @> position.at
LEFT JOIN vehicle ON tracker.vehicle_id = vehicle.id
WHERE analytics.may_see_places(vehicle.duty, vehicle.exempt);

COMMENT ON VIEW analytics.trip IS 'Drives from one stop to the next, WGS-84; the last one of a vehicle may still be under way. Places of vehicles of leaders and of enforcement are NULL but for members of guanjia_tracks';
COMMENT ON VIEW analytics.stop IS 'Stays between trips, WGS-84; the last one of a vehicle ends with its newest fix. Places of vehicles of leaders and of enforcement are NULL but for members of guanjia_tracks';
COMMENT ON VIEW analytics.position IS 'Every fix with the plate of the vehicle that carried the tracker at the time; those of vehicles of leaders and of enforcement for members of guanjia_tracks only';
