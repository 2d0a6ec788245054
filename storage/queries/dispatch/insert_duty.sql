-- Register a vehicle for duty; what is registered already stays as it was.
INSERT INTO vehicle_duty (vehicle_id, starts_at, ends_at, reason, registered_at, registered_by)
SELECT
    vehicle.id,
    %(starts_at)s,
    %(ends_at)s,
    %(reason)s,
    %(registered_at)s,
    %(registered_by)s
FROM vehicle
WHERE vehicle.plate = %(plate)s
ON CONFLICT (vehicle_id, starts_at, ends_at) DO NOTHING
