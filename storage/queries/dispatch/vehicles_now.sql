-- Every vehicle as it is now: since when it is out (NULL: at home, or nobody knows), where it was seen last,
-- and its open order.
SELECT
    vehicle.plate,
    institution.code AS institution,
    away.started_at AS out_since,
    known.vehicle_id IS NOT NULL AS has_home,
    piece.kind AS last_kind,
    piece.ended_at AS last_seen_at,
    piece.lon,
    piece.lat,
    planned.number AS order_number,
    planned.state AS order_state,
    planned.driver,
    planned.destination,
    planned.planned_from,
    planned.planned_to,
    coalesce(
        away.started_at IS NOT NULL AND planned.planned_to < %(now)s, false
    ) AS is_overdue
FROM vehicle
INNER JOIN institution ON vehicle.institution_id = institution.id
LEFT JOIN outing_home AS known ON vehicle.id = known.vehicle_id
LEFT JOIN outing AS away ON vehicle.id = away.vehicle_id AND away.ended_at IS NULL
LEFT JOIN LATERAL (
    SELECT * FROM (
        (
            SELECT
                'trip' AS kind,
                trip.ended_at,
                trip.end_lon AS lon,
                trip.end_lat AS lat
            FROM trip
            WHERE trip.vehicle_id = vehicle.id
            ORDER BY trip.started_at DESC
            LIMIT 1
        )
        UNION ALL
        (
            SELECT
                'stop' AS kind,
                stop.ended_at,
                stop.lon,
                stop.lat
            FROM stop
            WHERE stop.vehicle_id = vehicle.id
            ORDER BY stop.started_at DESC
            LIMIT 1
        )
    ) AS newest
    ORDER BY ended_at DESC
    LIMIT 1
) AS piece ON true
LEFT JOIN LATERAL (
    SELECT each.* FROM dispatch_order AS each
    WHERE each.vehicle_id = vehicle.id AND each.state IN ('approved', 'dispatched', 'under_way')
    ORDER BY each.state <> 'under_way', each.planned_from, each.number
    LIMIT 1
) AS planned ON true
ORDER BY vehicle.plate
