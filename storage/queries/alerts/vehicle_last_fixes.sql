-- The newest fixes of every vehicle in the last 30 days, from whichever tracker it carried then, with the
-- ignition of the same report: more than one, so that a bad one can be told from the others.
SELECT
    vehicle.id,
    fix.at,
    fix.lon,
    fix.lat,
    fix.speed_kmh::double precision AS speed_kmh,
    fix.satellites,
    fix.is_on
FROM vehicle
INNER JOIN LATERAL (
    SELECT
        newest.at,
        newest.lon,
        newest.lat,
        newest.speed_kmh,
        newest.satellites,
        ignition.value > 0 AS is_on
    FROM vehicle_tracker AS tracker
    INNER JOIN LATERAL (
        SELECT position.*
        FROM position
        WHERE
            position.device_id = tracker.device_id
            AND position.at > %(now)s::timestamptz - interval '30 days'
            AND position.at <= %(now)s
            AND position.at <@ tracker.valid
        ORDER BY position.at DESC
        LIMIT 12
    ) AS newest ON true
    LEFT JOIN reading AS ignition
        ON
            newest.device_id = ignition.device_id
            AND newest.at = ignition.at
            AND ignition.quantity_id = (SELECT quantity.id FROM quantity WHERE quantity.name = 'ignition')
    WHERE tracker.vehicle_id = vehicle.id
    ORDER BY newest.at DESC
    LIMIT 12
) AS fix ON true
ORDER BY vehicle.id, fix.at
