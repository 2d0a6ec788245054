-- Who sees what (design 10): a role sees the institutions that `access` names, and all below them. Every view
-- of the schema analytics that says something of an institution filters by it. Row-level security would not
-- go with TimescaleDB's columnstore, and a variable that the reader can set is no boundary: a role is one.

CREATE TABLE access (
    role name NOT NULL,
    institution_id integer REFERENCES institution (id) ON DELETE CASCADE,
    UNIQUE NULLS NOT DISTINCT (role, institution_id)
);
COMMENT ON TABLE access IS 'Which institution a role, and whoever is a member of it, sees with all below it';
COMMENT ON COLUMN access.role IS 'A role of the cluster: what another database made of the same name is the same role';
COMMENT ON COLUMN access.institution_id IS 'NULL: every institution';

DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['guanjia_views', 'guanjia_reader_places'] LOOP
        BEGIN
            EXECUTE format('CREATE ROLE %I NOLOGIN', name);
        EXCEPTION WHEN duplicate_object OR unique_violation THEN
            NULL;
        END;
    END LOOP;
    -- changes of roles in several databases of a cluster wait for each other here: this locks the role
    COMMENT ON ROLE guanjia_views IS 'guanjia: may read the views of analytics; what they show is said by access';
    IF (SELECT pg_roles.rolinherit FROM pg_roles WHERE pg_roles.rolname = 'guanjia_console') THEN
        -- it becomes who asks, and is none of them before
        ALTER ROLE guanjia_console NOINHERIT;
    END IF;
    GRANT guanjia_reader, guanjia_tracks TO guanjia_reader_places;
    GRANT guanjia_reader_places TO guanjia_console;
END
$$;
GRANT USAGE ON SCHEMA analytics TO guanjia_views, guanjia_console;

INSERT INTO access (role) VALUES
('guanjia_ingest'),
('guanjia_analytics'),
('guanjia_alerts'),
('guanjia_registrar'),
('guanjia_reader'),
('guanjia_console');

CREATE VIEW place_site AS
WITH RECURSIVE tree AS (
    SELECT
        place.id AS place_id,
        place.id AS site_id,
        place.institution_id
    FROM place
    WHERE place.kind = 'site'
    UNION ALL
    SELECT
        child.id,
        tree.site_id,
        coalesce(child.institution_id, tree.institution_id)
    FROM place AS child
    INNER JOIN tree ON child.parent_id = tree.place_id
)

SELECT
    tree.place_id,
    place.code AS place,
    place.name AS place_name,
    site.code AS site,
    site.timezone,
    institution.id AS institution_id,
    institution.code AS institution,
    institution.name AS institution_name
FROM tree
INNER JOIN place ON tree.place_id = place.id
INNER JOIN place AS site ON tree.site_id = site.id
INNER JOIN institution ON tree.institution_id = institution.id;
COMMENT ON VIEW place_site IS 'analytics.site, whoever asks: for views that filter by something else';

CREATE VIEW seen_institution AS
WITH RECURSIVE below AS (
    SELECT access.institution_id
    FROM access
    WHERE
        access.institution_id IS NOT NULL
        AND pg_has_role(to_regrole(quote_ident(access.role)), 'USAGE')
    UNION
    SELECT institution.id
    FROM below
    INNER JOIN institution ON below.institution_id = institution.parent_id
)

SELECT below.institution_id FROM below;
COMMENT ON VIEW seen_institution IS 'The institutions that the role that asks has been given, and all below them';

-- Each column is a question of its own: a view that asks for one computes no other, and computes it once a
-- query. Lists stand behind `everything OR`, so that they are computed for who needs them only.
CREATE VIEW seen AS
SELECT
    (
        EXISTS (
            SELECT FROM access
            WHERE
                access.institution_id IS NULL
                AND pg_has_role(to_regrole(quote_ident(access.role)), 'USAGE')
        )
        -- an owner who is no superuser need not be a member of any role
        OR pg_has_role(
            (
                SELECT pg_class.relowner FROM pg_class
                WHERE pg_class.oid = 'access'::regclass
            ), 'USAGE'
        )
    ) AS everything,
    array(SELECT seen_institution.institution_id FROM seen_institution) AS institutions,
    array(
        SELECT place_site.place_id
        FROM place_site
        INNER JOIN seen_institution ON place_site.institution_id = seen_institution.institution_id
    ) AS places,
    array(
        SELECT device.id
        FROM device
        INNER JOIN place_site ON coalesce(device.place_id, device.site_id) = place_site.place_id
        INNER JOIN seen_institution ON place_site.institution_id = seen_institution.institution_id
    ) AS devices;
COMMENT ON VIEW seen IS 'What the role that asks sees; not for readers: the views of analytics ask it';

CREATE OR REPLACE VIEW analytics.site WITH (security_barrier) AS
SELECT
    place_site.place_id,
    place_site.place,
    place_site.place_name,
    place_site.site,
    place_site.timezone,
    place_site.institution_id,
    place_site.institution,
    place_site.institution_name
FROM place_site
WHERE
    (SELECT seen.everything FROM seen)
    OR place_site.institution_id = any((SELECT seen.institutions FROM seen)::integer[]);

CREATE OR REPLACE VIEW analytics.institution WITH (security_barrier) AS
SELECT
    institution.code AS institution,
    institution.name AS institution_name,
    institution.name_en AS institution_name_en,
    institution.type,
    parent.code AS parent
FROM institution
LEFT JOIN institution AS parent ON institution.parent_id = parent.id
WHERE
    (SELECT seen.everything FROM seen)
    OR institution.id = any((SELECT seen.institutions FROM seen)::integer[]);

CREATE OR REPLACE VIEW analytics.indicator WITH (security_barrier) AS
SELECT
    institution.code AS institution,
    institution.name AS institution_name,
    value.indicator,
    value.period,
    value.period_start,
    value.period_end,
    value.value,
    value.unit,
    value.numerator,
    value.denominator,
    value.divisor,
    value.day_divisor,
    value.counted,
    value.coverage,
    value.estimated_share,
    value.observed_days,
    value.observed_from,
    value.observed_to,
    quota.code AS quota,
    quota.source AS quota_source,
    quota.limit_tier AS quota_tier,
    value.quota_value,
    value.tier,
    value.used_share,
    value.due_share,
    value.due_basis,
    value.projected,
    value.projected_low,
    value.projected_high,
    value.limit_date,
    value.factor_set,
    value.grid_region,
    value.grid_data_year,
    value.value_last_year,
    value.value / nullif(value.value_last_year, 0) - 1 AS change_last_year,
    value.value_last_period,
    value.value / nullif(value.value_last_period, 0) - 1 AS change_last_period,
    CASE
        WHEN value.quota_value IS NOT NULL THEN 'quota'
        WHEN own.value IS NOT NULL THEN 'own_history'
        WHEN peers.value IS NOT NULL THEN 'similar_institutions'
        WHEN value.own_value IS NOT NULL THEN 'own_weeks'
    END AS target_kind,
    coalesce(value.quota_value, own.value, peers.value, value.own_value) AS target_value,
    value.check_reasons,
    value.computed_at,
    CASE
        WHEN value.quota_value IS NULL AND own.value IS NOT NULL THEN own.observed_from
        WHEN value.quota_value IS NULL AND peers.value IS NULL THEN value.own_from
    END AS target_from,
    CASE
        WHEN value.quota_value IS NULL AND own.value IS NOT NULL THEN own.observed_to
        WHEN value.quota_value IS NULL AND peers.value IS NULL THEN value.own_to
    END AS target_to
FROM indicator_value AS value
INNER JOIN institution ON value.institution_id = institution.id
LEFT JOIN quota ON value.quota_id = quota.id
LEFT JOIN LATERAL (
    SELECT
        last_year.observed_from,
        last_year.observed_to,
        CASE
            WHEN last_year.divisor IN ('person_days', 'bed_days') THEN last_year.value
            ELSE last_year.value * (last_year.period_end - last_year.period_start) / last_year.observed_days
        END AS value
    FROM indicator_value AS last_year
    WHERE
        value.quota_value IS NULL
        AND last_year.institution_id = value.institution_id
        AND last_year.indicator = value.indicator
        AND last_year.period = value.period
        -- months begin 28 days apart at least, heating seasons of two years within two weeks
        AND last_year.period_start >= (value.period_start - interval '1 year')::date - 14
        AND last_year.period_start <= (value.period_start - interval '1 year')::date + 14
        AND last_year.coverage >= 0.8
        AND last_year.observed_days >= 0.8 * (last_year.period_end - last_year.period_start)
    ORDER BY last_year.period_start DESC
    LIMIT 1
) AS own ON true
LEFT JOIN LATERAL (
    SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY coalesce(other.projected, other.value)) AS value
    FROM indicator_value AS other
    INNER JOIN institution AS peer ON other.institution_id = peer.id
    WHERE
        value.quota_value IS NULL
        AND own.value IS NULL
        AND peer.type = institution.type
        AND other.institution_id <> value.institution_id
        AND other.indicator = value.indicator
        AND other.period = value.period
        AND other.period_start = value.period_start
        AND other.unit = value.unit
        AND other.value IS NOT NULL
        AND other.divisor <> 'none'
        AND other.coverage >= 0.8
    HAVING count(*) >= 3
) AS peers ON true
WHERE
    (SELECT seen.everything FROM seen)
    OR institution.id = any((SELECT seen.institutions FROM seen)::integer[]);

CREATE OR REPLACE VIEW analytics.metering_requirement WITH (security_barrier) AS
SELECT
    institution.code AS institution,
    institution.name AS institution_name,
    requirement.medium,
    requirement.level,
    requirement.required,
    lower(requirement.valid) AS valid_from,
    upper(requirement.valid) AS valid_to,
    requirement.source
FROM metering_requirement AS requirement
INNER JOIN institution ON requirement.institution_id = institution.id
WHERE
    (SELECT seen.everything FROM seen)
    OR institution.id = any((SELECT seen.institutions FROM seen)::integer[]);

CREATE OR REPLACE VIEW analytics.mailed_report WITH (security_barrier) AS
SELECT
    institution.code AS institution,
    institution.name AS institution_name,
    report.kind,
    report.period,
    report.language,
    report.created_at,
    report.attempts,
    report.sent_at,
    report.failed_at,
    report.skipped_at,
    report.error
FROM mailed_report AS report
INNER JOIN institution ON report.institution_id = institution.id
WHERE
    (SELECT seen.everything FROM seen)
    OR institution.id = any((SELECT seen.institutions FROM seen)::integer[]);

CREATE OR REPLACE VIEW analytics.virtual_part WITH (security_barrier) AS
SELECT
    virtual_meter.code AS meter,
    part.meter AS part,
    part.meter_name AS part_name,
    virtual_share.share
FROM virtual_share
INNER JOIN virtual_meter ON virtual_share.virtual_id = virtual_meter.id
INNER JOIN analytics.meter AS part ON virtual_share.meter_id = part.meter_id
WHERE
    (SELECT seen.everything FROM seen)
    OR virtual_meter.place_id = any((SELECT seen.places FROM seen)::integer[]);

CREATE OR REPLACE VIEW analytics.reading WITH (security_barrier) AS
SELECT
    device.code AS device,
    quantity.name AS quantity,
    quantity.unit,
    reading.at,
    reading.value,
    reading.received_at
FROM reading
INNER JOIN device ON reading.device_id = device.id
INNER JOIN quantity ON reading.quantity_id = quantity.id
WHERE
    (SELECT seen.everything FROM seen)
    OR device.id = any((SELECT seen.devices FROM seen)::integer[]);

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
WHERE
    analytics.may_see_places(vehicle.duty, vehicle.exempt)
    AND (
        (SELECT seen.everything FROM seen)
        OR CASE
            WHEN vehicle.id IS NULL THEN device.id = any((SELECT seen.devices FROM seen)::integer[])
            ELSE vehicle.institution_id = any((SELECT seen.institutions FROM seen)::integer[])
        END
    );

CREATE OR REPLACE VIEW analytics.terminal_alarm WITH (security_barrier) AS
WITH alarm (bit, name) AS (
    VALUES
    (0, 'emergency'),
    (1, 'overspeed'),
    (2, 'fatigue'),
    (3, 'danger_warning'),
    (4, 'gnss_fault'),
    (5, 'antenna_open'),
    (6, 'antenna_short'),
    (7, 'supply_low'),
    (8, 'supply_off'),
    (9, 'display_fault'),
    (10, 'speech_fault'),
    (11, 'camera_fault'),
    (12, 'card_reader_fault'),
    (13, 'overspeed_warning'),
    (14, 'fatigue_warning'),
    (18, 'driving_time_exceeded'),
    (19, 'parking_time_exceeded'),
    (20, 'area'),
    (21, 'route'),
    (22, 'route_time'),
    (23, 'off_route'),
    (24, 'vss_fault'),
    (25, 'fuel_abnormal'),
    (26, 'stolen'),
    (27, 'illegal_ignition'),
    (28, 'illegal_movement'),
    (29, 'collision'),
    (30, 'rollover'),
    (31, 'illegal_door')
),

flagged AS (
    SELECT
        reading.device_id,
        reading.at,
        reading.value::bigint AS bits,
        lag(reading.value::bigint, 1, 0::bigint)
            OVER (PARTITION BY reading.device_id ORDER BY reading.at) AS bits_before
    FROM reading
    INNER JOIN quantity ON reading.quantity_id = quantity.id
    WHERE quantity.name = 'alarm_bits'
)

SELECT
    device.code AS device,
    vehicle.plate,
    institution.code AS institution,
    alarm.name AS alarm,
    flagged.at AS started_at,
    (
        SELECT min(later.at)
        FROM reading AS later
        INNER JOIN quantity ON later.quantity_id = quantity.id
        WHERE
            later.device_id = flagged.device_id
            AND quantity.name = 'alarm_bits'
            AND later.at > flagged.at
            AND (later.value::bigint >> alarm.bit) & 1 = 0
    ) AS ended_at
FROM flagged
INNER JOIN alarm ON (flagged.bits >> alarm.bit) & 1 = 1 AND (flagged.bits_before >> alarm.bit) & 1 = 0
INNER JOIN device ON flagged.device_id = device.id
LEFT JOIN vehicle_tracker AS tracker
    ON flagged.device_id = tracker.device_id AND tracker.valid @> flagged.at
LEFT JOIN vehicle ON tracker.vehicle_id = vehicle.id
LEFT JOIN institution ON vehicle.institution_id = institution.id
WHERE
    (SELECT seen.everything FROM seen)
    OR CASE
        WHEN vehicle.id IS NULL THEN device.id = any((SELECT seen.devices FROM seen)::integer[])
        ELSE vehicle.institution_id = any((SELECT seen.institutions FROM seen)::integer[])
    END;

CREATE OR REPLACE VIEW analytics.alert WITH (security_barrier) AS
SELECT
    alert.id AS alert_id,
    alert.rule,
    alert.subject,
    institution.code AS institution,
    coalesce(
        (
            SELECT min(site.timezone)
            FROM place_site AS site
            WHERE site.institution_id = institution.id
        ),
        'UTC'
    ) AS timezone,
    alert.state,
    alert.since,
    alert.told_at,
    alert.severity,
    alert.figures
FROM alert
LEFT JOIN institution ON alert.institution_id = institution.id
WHERE
    (SELECT seen.everything FROM seen)
    OR alert.institution_id = any((SELECT seen.institutions FROM seen)::integer[]);

CREATE OR REPLACE VIEW analytics.notification WITH (security_barrier) AS
SELECT
    changed.alert_id,
    changed.at AS changed_at,
    changed.to_state,
    changed.reason,
    notification.channel,
    notification.language,
    notification.attempts,
    notification.created_at,
    notification.sent_at,
    notification.failed_at,
    notification.error
FROM notification
INNER JOIN alert_change AS changed ON notification.alert_change_id = changed.id
WHERE
    (SELECT seen.everything FROM seen)
    OR EXISTS (
        SELECT FROM alert
        WHERE
            alert.id = changed.alert_id
            AND alert.institution_id = any((SELECT seen.institutions FROM seen)::integer[])
    );

CREATE OR REPLACE VIEW analytics.rejected WITH (security_barrier) AS
SELECT
    rejected.id AS rejected_id,
    rejected.received_at,
    rejected.topic,
    rejected.reason,
    rejected.detail,
    octet_length(rejected.payload) AS payload_bytes,
    rejected.replayed_at
FROM rejected_message AS rejected
WHERE
    (SELECT seen.everything FROM seen)
    OR EXISTS (
        SELECT FROM device
        INNER JOIN place AS site ON device.site_id = site.id
        WHERE
            rejected.topic LIKE 'v1/%'
            AND site.code = split_part(rejected.topic, '/', 2)
            AND device.code = split_part(rejected.topic, '/', 3)
            AND device.id = any((SELECT seen.devices FROM seen)::integer[])
    );

CREATE OR REPLACE VIEW analytics.pipeline WITH (security_barrier) AS
WITH part AS (
    SELECT whole.relation
    FROM (VALUES ('reading'::regclass::oid), ('position'::regclass::oid)) AS whole (relation)
    UNION ALL
    SELECT pg_inherits.inhrelid
    FROM pg_inherits
    WHERE pg_inherits.inhparent IN ('reading'::regclass, 'position'::regclass)
),

estimate AS (
    SELECT
        analytics.estimated_rows('reading') AS readings,
        analytics.estimated_rows('position') AS fixes
)

SELECT
    CASE
        WHEN estimate.readings > 1000000 THEN estimate.readings
        ELSE (SELECT count(*) FROM reading)
    END AS readings,
    CASE
        WHEN estimate.fixes > 1000000 THEN estimate.fixes
        ELSE (SELECT count(*) FROM position)
    END AS fixes,
    (SELECT sum(pg_stat_get_tuples_inserted(part.relation))::bigint FROM part) AS inserted
FROM estimate
WHERE (SELECT seen.everything FROM seen);

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
    INNER JOIN place_site AS site ON device.site_id = site.place_id
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

CREATE OR REPLACE VIEW analytics.vehicle_now WITH (security_barrier) AS
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
        FROM place_site AS site
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
CROSS JOIN LATERAL (SELECT analytics.may_see_places(vehicle.duty, vehicle.exempt) AS is_open) AS sight
WHERE
    (SELECT seen.everything FROM seen)
    OR vehicle.institution_id = any((SELECT seen.institutions FROM seen)::integer[]);

CREATE OR REPLACE VIEW analytics.vehicle_registration WITH (security_barrier) AS
SELECT
    vehicle.plate,
    vehicle.type,
    vehicle.fuel,
    vehicle.duty,
    institution.code AS institution,
    institution.name AS institution_name,
    vehicle.tags,
    vehicle.tank_litres
FROM vehicle
INNER JOIN institution ON vehicle.institution_id = institution.id
WHERE
    (SELECT seen.everything FROM seen)
    OR vehicle.institution_id = any((SELECT seen.institutions FROM seen)::integer[]);

CREATE OR REPLACE VIEW analytics.vehicle_service WITH (security_barrier) AS
SELECT
    vehicle.plate,
    service.task,
    service.every_km,
    service.every_months,
    service.last_on,
    service.last_odometer_km
FROM vehicle_service AS service
INNER JOIN vehicle ON service.vehicle_id = vehicle.id
WHERE
    (SELECT seen.everything FROM seen)
    OR vehicle.institution_id = any((SELECT seen.institutions FROM seen)::integer[]);

CREATE OR REPLACE VIEW analytics.vehicle_tracker WITH (security_barrier) AS
SELECT
    vehicle.plate,
    device.code AS device,
    lower(tracker.valid) AS valid_from,
    upper(tracker.valid) AS valid_to,
    site.timezone
FROM vehicle_tracker AS tracker
INNER JOIN vehicle ON tracker.vehicle_id = vehicle.id
INNER JOIN device ON tracker.device_id = device.id
LEFT JOIN place_site AS site ON device.site_id = site.place_id
WHERE
    (SELECT seen.everything FROM seen)
    OR vehicle.institution_id = any((SELECT seen.institutions FROM seen)::integer[]);

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
    coalesce(
        NOT cost.is_correction
        AND sum(cost.amount_yuan) OVER together > cost.approval_above_yuan
        AND NOT bool_or(cost.approval <> '') OVER together,
        false
    ) AS is_unapproved,
    cost.note,
    cost.recorded_at,
    cost.recorded_by
FROM vehicle_cost AS cost
INNER JOIN vehicle ON cost.vehicle_id = vehicle.id
INNER JOIN institution ON vehicle.institution_id = institution.id
WHERE
    (SELECT seen.everything FROM seen)
    OR vehicle.institution_id = any((SELECT seen.institutions FROM seen)::integer[])
-- a receipt that is cut into lines is still one
WINDOW together AS (
    PARTITION BY
        cost.vehicle_id,
        cost.kind,
        coalesce(nullif(cost.voucher, ''), cost.id::text),
        cost.voucher = ''
);

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
LEFT JOIN place_site AS site ON device.site_id = site.place_id
CROSS JOIN LATERAL (SELECT analytics.may_see_places(vehicle.duty, vehicle.exempt) AS is_open) AS sight
WHERE
    (SELECT seen.everything FROM seen)
    OR vehicle.institution_id = any((SELECT seen.institutions FROM seen)::integer[]);

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
LEFT JOIN place_site AS site ON device.site_id = site.place_id
CROSS JOIN LATERAL (SELECT analytics.may_see_places(vehicle.duty, vehicle.exempt) AS is_open) AS sight
WHERE
    (SELECT seen.everything FROM seen)
    OR vehicle.institution_id = any((SELECT seen.institutions FROM seen)::integer[]);

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
LEFT JOIN place_site AS site ON device.site_id = site.place_id
CROSS JOIN LATERAL (SELECT analytics.may_see_places(vehicle.duty, vehicle.exempt) AS is_open) AS sight
WHERE
    (SELECT seen.everything FROM seen)
    OR vehicle.institution_id = any((SELECT seen.institutions FROM seen)::integer[]);

CREATE OR REPLACE VIEW analytics.dispatch_order WITH (security_barrier) AS
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
) AS latest ON true
WHERE
    (SELECT seen.everything FROM seen)
    OR planned.institution_id = any((SELECT seen.institutions FROM seen)::integer[]);

CREATE OR REPLACE VIEW analytics.daily_check WITH (security_barrier) AS
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
INNER JOIN institution ON vehicle.institution_id = institution.id
WHERE
    (SELECT seen.everything FROM seen)
    OR vehicle.institution_id = any((SELECT seen.institutions FROM seen)::integer[]);

CREATE OR REPLACE VIEW analytics.driver WITH (security_barrier) AS
SELECT
    driver.code AS driver,
    driver.name AS driver_name,
    institution.code AS institution,
    driver.licence_class,
    driver.licence_until,
    driver.valid_from,
    driver.valid_to
FROM driver
INNER JOIN institution ON driver.institution_id = institution.id
WHERE
    (SELECT seen.everything FROM seen)
    OR driver.institution_id = any((SELECT seen.institutions FROM seen)::integer[]);

CREATE OR REPLACE VIEW analytics.driver_turn WITH (security_barrier) AS
SELECT
    driver.code AS driver,
    turn.first_day,
    turn.last_day,
    turn.every,
    turn.days
FROM driver_turn AS turn
INNER JOIN driver ON turn.driver_id = driver.id
WHERE
    (SELECT seen.everything FROM seen)
    OR driver.institution_id = any((SELECT seen.institutions FROM seen)::integer[]);

-- What models.identity.role_name says, for the function below.
CREATE FUNCTION access_role(code text, places boolean) RETURNS text
LANGUAGE sql IMMUTABLE STRICT
RETURN 'guanjia_at_'
|| CASE
    WHEN length(code) <= 40 AND code NOT LIKE '%\_places' THEN code
    ELSE left(code, 27) || '_' || left(encode(sha256(convert_to(code, 'UTF8')), 'hex'), 12)
END
|| CASE WHEN places THEN '_places' ELSE '' END;

-- Roles are made when somebody first needs them, by processes that may not make any other.
CREATE FUNCTION ensure_access(institution_code text, places boolean) RETURNS text
LANGUAGE plpgsql STRICT SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET client_min_messages = warning
AS $$
DECLARE
    wanted text := public.access_role(institution_code, places);
    subject integer;
BEGIN
    SELECT institution.id INTO subject FROM public.institution WHERE institution.code = institution_code;
    IF subject IS NULL THEN
        RAISE EXCEPTION 'no institution has the code %', institution_code USING ERRCODE = 'no_data_found';
    END IF;
    IF EXISTS (
        SELECT FROM public.access
        WHERE access.role = wanted::name AND access.institution_id IS DISTINCT FROM subject
    ) THEN
        RAISE EXCEPTION 'role % sees another institution than %', wanted, institution_code
        USING ERRCODE = 'duplicate_object';
    END IF;
    IF
        to_regrole(quote_ident(wanted)) IS NOT NULL
        AND pg_has_role('guanjia_console', to_regrole(quote_ident(wanted)), 'MEMBER')
        AND EXISTS (SELECT FROM public.access WHERE access.role = wanted::name)
    THEN
        RETURN wanted;
    END IF;
    -- as above: others who change roles in this cluster wait here
    COMMENT ON ROLE guanjia_views IS 'guanjia: may read the views of analytics; what they show is said by access';
    BEGIN
        EXECUTE format('CREATE ROLE %I NOLOGIN', wanted);
    EXCEPTION WHEN duplicate_object OR unique_violation THEN
        NULL;
    END;
    EXECUTE format('GRANT guanjia_views TO %I', wanted);
    IF places THEN
        EXECUTE format('GRANT guanjia_tracks TO %I', wanted);
    END IF;
    EXECUTE format('GRANT %I TO guanjia_console', wanted);
    INSERT INTO public.access (role, institution_id) VALUES (wanted::name, subject) ON CONFLICT DO NOTHING;
    RETURN wanted;
END
$$;
COMMENT ON FUNCTION ensure_access IS 'Make the role that sees an institution and all below it, unless it is there; return its name';
REVOKE EXECUTE ON FUNCTION ensure_access FROM public;
GRANT EXECUTE ON FUNCTION ensure_access TO guanjia_console;
