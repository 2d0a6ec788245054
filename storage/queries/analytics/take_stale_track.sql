-- Delete the marks of a locked vehicle and return its hours in order.
WITH taken AS (
    DELETE FROM stale_track
    WHERE vehicle_id = %(vehicle)s
    RETURNING hour
)

SELECT DISTINCT hour
FROM taken
ORDER BY hour
