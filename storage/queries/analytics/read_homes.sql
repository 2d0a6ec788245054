-- The home fences that vehicles name, and with which homes their outings were computed; NULL: never.
SELECT
    vehicle.id AS vehicle,
    vehicle.homes AS named,
    outing_home.digest
FROM vehicle
LEFT JOIN outing_home ON vehicle.id = outing_home.vehicle_id
WHERE vehicle.id = any(%(vehicles)s::integer[])
ORDER BY vehicle.id
