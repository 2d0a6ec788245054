-- How far from home trips of a vehicle came that begin between two instants (NULL: no bound), where known.
SELECT
    started_at,
    furthest_m
FROM trip
WHERE
    vehicle_id = %(vehicle)s
    AND started_at >= coalesce(%(first)s::timestamptz, '-infinity')
    AND started_at < coalesce(%(last)s::timestamptz, 'infinity')
    AND furthest_m IS NOT NULL
ORDER BY started_at
