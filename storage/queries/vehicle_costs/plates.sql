-- The plates of all vehicles.
SELECT vehicle.plate
FROM vehicle
ORDER BY vehicle.plate
