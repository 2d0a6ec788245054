-- What programs read of dispatch: orders by the id that their steps are taken with, and duty of vehicles.
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
    latest.note,
    planned.id AS order_id
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
COMMENT ON COLUMN analytics.dispatch_order.order_id IS 'Number of the order in this database, by which the API calls it';

CREATE VIEW analytics.vehicle_duty WITH (security_barrier) AS
SELECT
    vehicle.plate,
    institution.code AS institution,
    duty.starts_at,
    duty.ends_at,
    duty.reason,
    duty.registered_at,
    duty.registered_by
FROM vehicle_duty AS duty
INNER JOIN vehicle ON duty.vehicle_id = vehicle.id
INNER JOIN institution ON vehicle.institution_id = institution.id
WHERE
    (SELECT seen.everything FROM seen)
    OR vehicle.institution_id = any((SELECT seen.institutions FROM seen)::integer[]);
COMMENT ON VIEW analytics.vehicle_duty IS 'Duty (值班) that vehicles were registered for: while it lasts they need no order';
COMMENT ON COLUMN analytics.vehicle_duty.plate IS 'Plate of the vehicle';
COMMENT ON COLUMN analytics.vehicle_duty.institution IS 'Code of the institution that the vehicle belongs to';
COMMENT ON COLUMN analytics.vehicle_duty.starts_at IS 'When the duty begins';
COMMENT ON COLUMN analytics.vehicle_duty.ends_at IS 'When it ends';
COMMENT ON COLUMN analytics.vehicle_duty.reason IS 'What for';
COMMENT ON COLUMN analytics.vehicle_duty.registered_at IS 'When it was registered; what lies before that was not registered beforehand';
COMMENT ON COLUMN analytics.vehicle_duty.registered_by IS 'Who registered it';
GRANT SELECT ON analytics.vehicle_duty
TO guanjia_ingest, guanjia_analytics, guanjia_alerts, guanjia_registrar, guanjia_reader;
