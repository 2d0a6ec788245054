-- Vehicles with the institution they belong to, and whether they are compared with orders.
SELECT
    vehicle.plate,
    institution.code AS institution,
    vehicle.exempt
FROM vehicle
INNER JOIN institution ON vehicle.institution_id = institution.id
ORDER BY vehicle.plate
