-- Duty of vehicles in a span of time, from when it was registered on.
SELECT
    vehicle.plate,
    greatest(duty.starts_at, duty.registered_at) AS starts_at,
    duty.ends_at
FROM vehicle_duty AS duty
INNER JOIN vehicle ON duty.vehicle_id = vehicle.id
WHERE
    duty.starts_at < %(until)s
    AND duty.ends_at > greatest(%(since)s, duty.registered_at)
ORDER BY vehicle.plate, duty.starts_at
