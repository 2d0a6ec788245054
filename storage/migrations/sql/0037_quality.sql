-- The console's pages of data quality: somebody who may records a meter swap as the registrar does, and tries
-- what was refused again as ingest does. guanjia_console inherits nothing: it becomes one of them for that
-- transaction, and is none of them before.
DO $$
BEGIN
    -- others who change roles in this cluster wait here
    COMMENT ON ROLE guanjia_views IS 'guanjia: may read the views of analytics; what they show is said by access';
    GRANT guanjia_registrar, guanjia_ingest TO guanjia_console;
END
$$;

ALTER TABLE rejected_message ADD COLUMN replayed_by text NOT NULL DEFAULT '';
COMMENT ON COLUMN rejected_message.replayed_by IS 'Who tried it again when all of it was stored; empty: nobody said';
GRANT UPDATE (replayed_by) ON rejected_message TO guanjia_ingest;

CREATE OR REPLACE VIEW analytics.rejected WITH (security_barrier) AS
SELECT
    rejected.id AS rejected_id,
    rejected.received_at,
    rejected.topic,
    rejected.reason,
    rejected.detail,
    octet_length(rejected.payload) AS payload_bytes,
    rejected.replayed_at,
    rejected.replayed_by
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
COMMENT ON COLUMN analytics.rejected.replayed_by IS 'Who tried it again then; empty: nobody said';

CREATE VIEW analytics.registered_device WITH (security_barrier) AS
SELECT
    device.code AS device,
    device.name AS device_name,
    device.kind,
    site.place_name,
    site.site,
    site.institution,
    site.institution_name
FROM device
INNER JOIN analytics.site AS site ON coalesce(device.place_id, device.site_id) = site.place_id;
COMMENT ON VIEW analytics.registered_device IS 'Every device without its state: to look through many; `analytics.device` says how one is';
COMMENT ON COLUMN analytics.registered_device.device IS 'Code of the device';
COMMENT ON COLUMN analytics.registered_device.device_name IS 'Its name; empty: none';
COMMENT ON COLUMN analytics.registered_device.kind IS 'What it is (docs/glossary.md)';
COMMENT ON COLUMN analytics.registered_device.place_name IS 'Name of the place it stands at, or of its site';
COMMENT ON COLUMN analytics.registered_device.site IS 'Code of its site';
COMMENT ON COLUMN analytics.registered_device.institution IS 'Code of the institution that the place belongs to';
COMMENT ON COLUMN analytics.registered_device.institution_name IS 'Its name';
GRANT SELECT ON analytics.registered_device
TO guanjia_ingest, guanjia_analytics, guanjia_alerts, guanjia_registrar, guanjia_reader;
