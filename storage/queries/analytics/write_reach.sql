-- Note how far from home trips of a vehicle came.
UPDATE trip SET furthest_m = reach.furthest_m
FROM unnest(%(starts)s::timestamptz[], %(furthest_m)s::double precision[]) AS reach (started_at, furthest_m)
WHERE trip.vehicle_id = %(vehicle)s AND trip.started_at = reach.started_at
