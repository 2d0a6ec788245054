-- Delete the marks of a locked vehicle and return its hours in order; NULL: its days are another clock's.
WITH taken AS (
    DELETE FROM stale_track
    WHERE vehicle_id = %(vehicle)s
    RETURNING hour
)

SELECT DISTINCT hour
FROM taken
ORDER BY hour NULLS LAST
