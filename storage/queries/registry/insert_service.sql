-- Write how often something is done to a vehicle, and when it was last done.
INSERT INTO vehicle_service (vehicle_id, task, every_km, every_months, last_on, last_odometer_km)
SELECT
    vehicle.id,
    %(task)s,
    %(every_km)s,
    %(every_months)s,
    %(last_on)s,
    %(last_odometer_km)s
FROM vehicle
WHERE vehicle.plate = %(plate)s
