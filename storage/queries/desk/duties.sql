-- Duty of the vehicles of some institutions that touches a span of time, as it was registered.
SELECT
    vehicle.plate,
    duty.starts_at,
    duty.ends_at,
    duty.reason,
    duty.registered_at,
    duty.registered_by
FROM vehicle_duty AS duty
INNER JOIN vehicle ON duty.vehicle_id = vehicle.id
INNER JOIN institution ON vehicle.institution_id = institution.id
WHERE
    institution.code = any(%(institutions)s::text[])
    AND duty.starts_at < %(until)s
    AND duty.ends_at > %(since)s
ORDER BY duty.starts_at, vehicle.plate
