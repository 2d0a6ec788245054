-- What the console and dashboards read beside the views of 0006: names in both languages, when devices were
-- last heard, where vehicles are, alerts with their mail, what was refused, and how far the pipeline has
-- come.

CREATE VIEW analytics.institution WITH (security_barrier) AS
SELECT
    institution.code AS institution,
    institution.name AS institution_name,
    institution.name_en AS institution_name_en,
    institution.type,
    parent.code AS parent
FROM institution
LEFT JOIN institution AS parent ON institution.parent_id = parent.id;

CREATE VIEW analytics.place WITH (security_barrier) AS
SELECT
    place.code AS place,
    place.name AS place_name,
    place.name_en AS place_name_en,
    place.kind,
    parent.code AS parent,
    site.site,
    site.timezone,
    site.institution
FROM place
INNER JOIN analytics.site AS site ON place.id = site.place_id
LEFT JOIN place AS parent ON place.parent_id = parent.id;

CREATE VIEW analytics.quota WITH (security_barrier) AS
SELECT
    quota.code AS quota,
    quota.indicator,
    quota.category,
    quota.unit,
    quota.limit_tier,
    coalesce(tier.name_en, quota.limit_tier) AS limit_tier_en,
    tier.value AS limit_value,
    quota.counts,
    quota.source,
    quota.source_table,
    quota.year,
    quota.status,
    quota.note
FROM quota
LEFT JOIN quota_tier AS tier ON quota.id = tier.quota_id AND quota.limit_tier = tier.name;
COMMENT ON VIEW analytics.quota IS 'Quotas with the tier that judges existing users, their source and how well it is confirmed';

CREATE VIEW analytics.device WITH (security_barrier) AS
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
    event.kind AS connection,
    event.at AS connection_at,
    greatest(report.at, fix.at) AS last_at
FROM device
INNER JOIN analytics.site AS site ON coalesce(device.place_id, device.site_id) = site.place_id
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
    SELECT max(newest.at) AS at
    FROM quantity
    CROSS JOIN LATERAL (
        SELECT reading.at
        FROM reading
        WHERE
            reading.device_id = device.id
            AND reading.quantity_id = quantity.id
            AND reading.at > now() - interval '7 days'
        ORDER BY reading.at DESC
        LIMIT 1
    ) AS newest
) AS report ON true
LEFT JOIN LATERAL (
    SELECT position.at
    FROM position
    WHERE position.device_id = device.id AND position.at > now() - interval '7 days'
    ORDER BY position.at DESC
    LIMIT 1
) AS fix ON true;
COMMENT ON VIEW analytics.device IS 'Devices with their connection and the event time of their newest report; `last_at` looks back 7 days, so that only the newest chunks are read';

CREATE VIEW analytics.vehicle WITH (security_barrier) AS
SELECT
    vehicle.plate,
    vehicle.type,
    vehicle.fuel,
    vehicle.duty,
    institution.code AS institution,
    fix.device,
    fix.at,
    fix.lon,
    fix.lat,
    fix.speed_kmh,
    fix.heading_deg,
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
) AS fix ON true;
COMMENT ON VIEW analytics.vehicle IS 'Vehicles with their latest fix of the last 30 days, WGS-84';

CREATE VIEW analytics.alert WITH (security_barrier) AS
SELECT
    alert.id AS alert_id,
    alert.rule,
    alert.subject,
    institution.code AS institution,
    coalesce(
        (
            SELECT min(site.timezone)
            FROM analytics.site AS site
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
LEFT JOIN institution ON alert.institution_id = institution.id;
COMMENT ON VIEW analytics.alert IS 'Every alert with its state and the figures it was judged by';

CREATE VIEW analytics.notification WITH (security_barrier) AS
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
INNER JOIN alert_change AS changed ON notification.alert_change_id = changed.id;
COMMENT ON VIEW analytics.notification IS 'What became of the messages about alerts; to whom they went stays with the alerts process';

CREATE VIEW analytics.rejected WITH (security_barrier) AS
SELECT
    rejected.id AS rejected_id,
    rejected.received_at,
    rejected.topic,
    rejected.reason,
    rejected.detail,
    octet_length(rejected.payload) AS payload_bytes,
    rejected.replayed_at
FROM rejected_message AS rejected;
COMMENT ON VIEW analytics.rejected IS 'What could not be stored and why; the payload itself is shown by `guanjia rejected show`';

-- How many rows a table holds, as the planner estimates it: counting a year of readings takes seconds.
-- NULL: nobody looked yet. TimescaleDB has its own, which knows of compressed chunks.
DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_proc WHERE proname = 'approximate_row_count') THEN
        CREATE FUNCTION analytics.estimated_rows(relation regclass) RETURNS bigint
        LANGUAGE sql STABLE STRICT
        RETURN approximate_row_count(relation);
    ELSE
        CREATE FUNCTION analytics.estimated_rows(relation regclass) RETURNS bigint
        LANGUAGE sql STABLE STRICT
        RETURN (
            SELECT (pg_class.reltuples / pg_class.relpages * (pg_relation_size(relation) / 8192))::bigint
            FROM pg_class
            WHERE pg_class.oid = relation AND pg_class.relpages > 0 AND pg_class.reltuples >= 0
        );
    END IF;
END
$$;

CREATE VIEW analytics.pipeline WITH (security_barrier) AS
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
FROM estimate;
COMMENT ON VIEW analytics.pipeline IS 'Rows stored: counted up to a million, estimated above; `inserted` only ever rises (until the server crashes), so two looks at it give the rate';

GRANT SELECT ON analytics.institution, analytics.place, analytics.quota, analytics.device, analytics.vehicle,
analytics.alert, analytics.notification, analytics.rejected, analytics.pipeline
TO guanjia_ingest, guanjia_analytics, guanjia_alerts, guanjia_registrar, guanjia_reader;
