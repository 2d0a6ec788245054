-- Vehicles with new fixes, but for those that were computed just now.
SELECT DISTINCT vehicle_id
FROM stale_track
WHERE vehicle_id <> all(%(not_these)s::integer[])
ORDER BY vehicle_id
LIMIT %(most)s
