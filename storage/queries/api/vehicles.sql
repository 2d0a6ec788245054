-- Vehicles with their latest fix.
SELECT
    vehicle.plate,
    vehicle.type,
    vehicle.fuel,
    vehicle.duty,
    vehicle.institution,
    vehicle.device,
    vehicle.at,
    vehicle.lon,
    vehicle.lat,
    vehicle.speed_kmh,
    vehicle.heading_deg,
    vehicle.timezone
FROM analytics.vehicle AS vehicle
WHERE
    (%(vehicle)s::text IS NULL OR vehicle.plate = %(vehicle)s)
    AND (%(institution)s::text IS NULL OR vehicle.institution = %(institution)s)
    AND (%(type)s::text IS NULL OR vehicle.type = %(type)s)
    AND (%(after_plate)s::text IS NULL OR vehicle.plate > %(after_plate)s)
ORDER BY vehicle.plate
LIMIT %(rows)s
