-- The stops of a vehicle that lie between two instants (NULL: no bound).
SELECT
    started_at,
    ended_at,
    lon,
    lat,
    idling_s,
    fixes
FROM stop
WHERE
    vehicle_id = %(vehicle)s
    AND started_at >= coalesce(%(first)s::timestamptz, '-infinity')
    AND started_at < coalesce(%(last)s::timestamptz, 'infinity')
    AND ended_at <= coalesce(%(last)s::timestamptz, 'infinity')
ORDER BY started_at
