-- One role a process, with the rights that process needs and no more. They cannot log in: deployments grant
-- them to login roles (`guanjia db logins`). Roles belong to the cluster, so another database may have made
-- them.
DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['guanjia_ingest', 'guanjia_analytics', 'guanjia_alerts', 'guanjia_registrar', 'guanjia_reader'] LOOP
        BEGIN
            EXECUTE format('CREATE ROLE %I NOLOGIN', name);
        EXCEPTION WHEN duplicate_object OR unique_violation THEN
            NULL;
        END;
    END LOOP;
END
$$;

REVOKE CREATE ON SCHEMA public FROM public;
GRANT USAGE ON SCHEMA public TO guanjia_ingest, guanjia_analytics, guanjia_alerts, guanjia_registrar;
GRANT USAGE ON SCHEMA analytics
TO guanjia_ingest, guanjia_analytics, guanjia_alerts, guanjia_registrar, guanjia_reader;
GRANT SELECT ON ALL TABLES IN SCHEMA analytics
TO guanjia_ingest, guanjia_analytics, guanjia_alerts, guanjia_registrar, guanjia_reader;

GRANT SELECT ON quantity, device, place, meter, installation, registry_revision, vehicle, vehicle_tracker
TO guanjia_ingest, guanjia_analytics, guanjia_alerts;
GRANT SELECT ON institution, institution_quota, quota, quota_tier, occupancy, occupancy_people, meter_serves
TO guanjia_analytics, guanjia_alerts;
GRANT SELECT ON contact TO guanjia_alerts;

GRANT SELECT, INSERT ON reading, position, device_event, rejected_reading TO guanjia_ingest;
GRANT INSERT ON stale_hour TO guanjia_ingest;
GRANT SELECT, INSERT, UPDATE (replayed_at) ON rejected_message TO guanjia_ingest;

GRANT SELECT ON reading, position TO guanjia_analytics, guanjia_alerts;
GRANT SELECT, INSERT, DELETE ON stale_hour TO guanjia_analytics;
GRANT UPDATE (computed_at) ON meter TO guanjia_analytics;
GRANT SELECT, INSERT, UPDATE, DELETE ON consumption_hourly, consumption_daily, consumption_monthly, set_aside,
flagged_reading, indicator_value TO guanjia_analytics;

GRANT SELECT ON consumption_hourly, consumption_daily, consumption_monthly, set_aside, flagged_reading,
indicator_value, rejected_message TO guanjia_alerts;
GRANT SELECT, INSERT, UPDATE ON alert, alert_change, notification TO guanjia_alerts;

GRANT SELECT, INSERT, UPDATE, DELETE ON quantity, institution, contact, place, occupancy, occupancy_people,
device, meter, meter_serves, installation, vehicle, vehicle_tracker, quota, quota_tier, institution_quota
TO guanjia_registrar;
GRANT SELECT, UPDATE ON registry_revision TO guanjia_registrar;
GRANT SELECT, INSERT ON stale_hour TO guanjia_registrar;
GRANT SELECT ON reading, position TO guanjia_registrar;
