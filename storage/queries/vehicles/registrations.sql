-- What the registry says of all vehicles, or of one.
SELECT
    vehicle.plate,
    vehicle.type,
    vehicle.fuel,
    vehicle.duty,
    vehicle.institution,
    vehicle.institution_name,
    vehicle.tank_litres
FROM analytics.vehicle_registration AS vehicle
WHERE %(plate)s::text IS NULL OR vehicle.plate = %(plate)s
ORDER BY vehicle.plate
