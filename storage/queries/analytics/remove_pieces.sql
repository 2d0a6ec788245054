-- Remove trips and stops of a vehicle by when they began.
WITH gone AS (
    DELETE FROM trip
    WHERE vehicle_id = %(vehicle)s AND started_at = any(%(trips)s::timestamptz[])
)

DELETE FROM stop
WHERE vehicle_id = %(vehicle)s AND started_at = any(%(stops)s::timestamptz[])
