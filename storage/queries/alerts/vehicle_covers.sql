-- When vehicles may drive, whatever the hour, and stay away, within a span of time: planned times of approved
-- orders with `slack` around them, duty from when it was registered on, and always where a vehicle is exempt.
SELECT
    planned.vehicle_id AS id,
    planned.planned_from - %(slack)s AS starts_at,
    planned.planned_to + %(slack)s AS ends_at
FROM dispatch_order AS planned
WHERE
    planned.vehicle_id IS NOT NULL
    AND planned.state IN ('approved', 'dispatched', 'under_way', 'returned', 'checked')
    AND planned.planned_from - %(slack)s <= %(now)s
    AND planned.planned_to + %(slack)s >= %(since)s
UNION ALL
SELECT
    duty.vehicle_id,
    greatest(duty.starts_at, duty.registered_at),
    duty.ends_at
FROM vehicle_duty AS duty
WHERE
    greatest(duty.starts_at, duty.registered_at) <= %(now)s
    AND duty.ends_at >= greatest(%(since)s, duty.registered_at)
UNION ALL
SELECT
    vehicle.id,
    %(since)s,
    %(now)s
FROM vehicle
WHERE vehicle.exempt
ORDER BY id, starts_at
