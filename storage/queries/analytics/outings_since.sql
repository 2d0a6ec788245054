-- The outings of a vehicle that were not over at an instant; one under way ends with its newest trip or stop.
SELECT
    outing.started_at,
    coalesce(
        outing.ended_at,
        greatest(
            (
                SELECT trip.ended_at FROM trip
                WHERE trip.vehicle_id = outing.vehicle_id
                ORDER BY trip.started_at DESC
                LIMIT 1
            ),
            (
                SELECT stop.ended_at FROM stop
                WHERE stop.vehicle_id = outing.vehicle_id
                ORDER BY stop.started_at DESC
                LIMIT 1
            )
        )
    ) AS seen_at,
    outing.ended_at IS NOT NULL AS is_home
FROM outing
WHERE outing.vehicle_id = %(vehicle)s AND coalesce(outing.ended_at, 'infinity') > %(since)s
ORDER BY outing.started_at
