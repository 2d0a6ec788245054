-- Forget how far the trips of a vehicle came from home: its homes are others now.
UPDATE trip SET furthest_m = NULL
WHERE vehicle_id = %(vehicle)s AND furthest_m IS NOT NULL
