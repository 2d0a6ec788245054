-- Panels about vehicles, mails and unusual days ask little more of the server than what they show.

-- Trips and receipts of many vehicles within a period, mails of many alerts, days of many meters.
CREATE INDEX trip_started ON trip (started_at);
-- How far one vehicle went, without a look at its trips.
CREATE INDEX trip_way ON trip (vehicle_id, started_at) INCLUDE (distance_m);
CREATE INDEX alert_change_at ON alert_change (at);
CREATE INDEX notification_created ON notification (created_at);
CREATE INDEX day_score_day ON day_score (day);
CREATE INDEX vehicle_cost_day ON vehicle_cost (day);
-- The lines of one receipt.
CREATE INDEX vehicle_cost_voucher ON vehicle_cost (vehicle_id, kind, voucher) WHERE voucher <> '';

-- As it was, but the lines of a receipt are added up where somebody asks whether it lacks an approval: a
-- window over all of the ledger kept periods away from its indexes.
CREATE OR REPLACE VIEW analytics.vehicle_cost WITH (security_barrier) AS
SELECT
    cost.id AS cost_id,
    vehicle.plate,
    institution.code AS institution,
    cost.day,
    cost.kind,
    cost.amount_yuan,
    cost.is_correction,
    cost.litres,
    cost.energy_kwh,
    cost.odometer_km,
    cost.supplier,
    cost.voucher,
    cost.approval,
    cost.approval_above_yuan,
    CASE
        WHEN cost.is_correction OR cost.approval_above_yuan IS NULL THEN false
        WHEN cost.voucher = '' THEN cost.amount_yuan > cost.approval_above_yuan AND cost.approval = ''
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
    END AS is_unapproved,
    cost.note,
    cost.recorded_at,
    cost.recorded_by
FROM vehicle_cost AS cost
INNER JOIN vehicle ON cost.vehicle_id = vehicle.id
INNER JOIN institution ON vehicle.institution_id = institution.id
WHERE
    (SELECT seen.everything FROM seen)
    OR vehicle.institution_id = any((SELECT seen.institutions FROM seen)::integer[]);

-- As they were, but the site of a tracker is looked up by its key: who asks for no zone, asks for no site.
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
LEFT JOIN place AS site ON device.site_id = site.id
CROSS JOIN LATERAL (SELECT analytics.may_see_places(vehicle.duty, vehicle.exempt) AS is_open) AS sight
WHERE
    (SELECT seen.everything FROM seen)
    OR vehicle.institution_id = any((SELECT seen.institutions FROM seen)::integer[]);

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
    INNER JOIN place AS site ON device.site_id = site.id
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
CROSS JOIN LATERAL (SELECT analytics.may_see_places(vehicle.duty, vehicle.exempt) AS is_open) AS sight
WHERE
    (SELECT seen.everything FROM seen)
    OR vehicle.institution_id = any((SELECT seen.institutions FROM seen)::integer[]);

-- As it was, but the zones of institutions are found once, not for each alert.
CREATE OR REPLACE VIEW analytics.alert WITH (security_barrier) AS
SELECT
    alert.id AS alert_id,
    alert.rule,
    alert.subject,
    institution.code AS institution,
    coalesce(zone.timezone, 'UTC') AS timezone,
    alert.state,
    alert.since,
    alert.told_at,
    alert.severity,
    alert.figures
FROM alert
LEFT JOIN institution ON alert.institution_id = institution.id
LEFT JOIN (
    SELECT
        site.institution_id,
        min(site.timezone) AS timezone
    FROM place_site AS site
    GROUP BY site.institution_id
) AS zone ON alert.institution_id = zone.institution_id
WHERE
    (SELECT seen.everything FROM seen)
    OR alert.institution_id = any((SELECT seen.institutions FROM seen)::integer[]);

-- As it was, but the planner sees that a device has one place, and whose it is.
CREATE OR REPLACE VIEW analytics.device WITH (security_barrier) AS
SELECT
    device.code AS device,
    device.name AS device_name,
    device.kind,
    device.protocol,
    device.report_interval,
    site.place,
    site.site,
    site.timezone,
    site.institution,
    coalesce(away.kind, event.kind) AS connection,
    coalesce(away.at, event.at) AS connection_at,
    greatest(report.at, fix.at) AS last_at
FROM device
INNER JOIN place_site AS site ON coalesce(device.place_id, device.site_id) = site.place_id
INNER JOIN device_report AS report ON device.id = report.device_id
LEFT JOIN LATERAL (
    SELECT
        device_event.kind,
        device_event.at
    FROM device_event
    WHERE device_event.device_id = device.id
    ORDER BY device_event.at DESC, device_event.kind ASC
    LIMIT 1
) AS event ON true
LEFT JOIN LATERAL (
    SELECT position.at
    FROM position
    WHERE position.device_id = device.id AND position.at > now() - interval '7 days'
    ORDER BY position.at DESC
    LIMIT 1
) AS fix ON true
LEFT JOIN LATERAL (
    SELECT
        newest.kind,
        newest.at
    FROM (
        SELECT
            device_event.kind,
            device_event.at
        FROM device_event
        WHERE device_event.device_id = device.gateway_id
        ORDER BY device_event.at DESC, device_event.kind ASC
        LIMIT 1
    ) AS newest
    WHERE
        newest.kind = 'offline'
        AND event.kind = 'online'
        AND newest.at >= event.at
        -- who was heard since then is there: a last will is dated by its arrival, which may be late
        AND coalesce(newest.at >= greatest(report.at, fix.at), true)
) AS away ON true
WHERE
    (SELECT seen.everything FROM seen)
    OR site.institution_id = any((SELECT seen.institutions FROM seen)::integer[]);
