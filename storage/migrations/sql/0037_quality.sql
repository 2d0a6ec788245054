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
