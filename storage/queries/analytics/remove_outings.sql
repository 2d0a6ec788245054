-- Remove the outings of a vehicle that begin between two instants (NULL: no bound).
DELETE FROM outing
WHERE
    outing.vehicle_id = %(vehicle)s
    AND outing.started_at >= coalesce(%(first)s::timestamptz, '-infinity')
    AND outing.started_at < coalesce(%(last)s::timestamptz, 'infinity')
