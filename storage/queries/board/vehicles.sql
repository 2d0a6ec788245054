-- Every vehicle as it is now, with its open order: the one under way, else the next one.
SELECT
    vehicle.plate,
    vehicle.institution,
    vehicle.exempt,
    vehicle.has_home,
    vehicle.out_since,
    vehicle.last_kind,
    vehicle.last_seen_at,
    vehicle.lon,
    vehicle.lat,
    vehicle.timezone,
    planned.number AS order_number,
    planned.state AS order_state,
    planned.driver,
    planned.destination,
    planned.planned_from,
    planned.planned_to,
    coalesce(
        vehicle.out_since IS NOT NULL AND planned.planned_to < %(now)s, false
    ) AS is_overdue
FROM analytics.vehicle_now AS vehicle
LEFT JOIN LATERAL (
    SELECT each.*
    FROM analytics.dispatch_order AS each
    WHERE each.plate = vehicle.plate AND each.state IN ('approved', 'dispatched', 'under_way')
    ORDER BY each.state <> 'under_way', each.planned_from, each.number
    LIMIT 1
) AS planned ON true
ORDER BY vehicle.plate
