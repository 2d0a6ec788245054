-- That the outings of every vehicle were computed with the homes it has.
INSERT INTO outing_home (vehicle_id, digest)
SELECT
    vehicle.id,
    'bench'
FROM vehicle
ON CONFLICT (vehicle_id) DO UPDATE SET digest = excluded.digest
