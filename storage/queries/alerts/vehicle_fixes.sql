-- Every fix of every vehicle between two instants, from whichever tracker it carried then, with the ignition
-- of the same report.
SELECT
    tracker.vehicle_id AS id,
    position.at,
    position.lon,
    position.lat,
    position.speed_kmh::double precision AS speed_kmh,
    position.satellites,
    ignition.value > 0 AS is_on
FROM vehicle_tracker AS tracker
INNER JOIN position
    ON
        tracker.device_id = position.device_id
        AND position.at <@ tracker.valid
        AND position.at > %(since)s
        AND position.at <= %(now)s
LEFT JOIN reading AS ignition
    ON
        position.device_id = ignition.device_id
        AND position.at = ignition.at
        AND ignition.quantity_id = (SELECT quantity.id FROM quantity WHERE quantity.name = 'ignition')
        AND ignition.at > %(since)s
        AND ignition.at <= %(now)s
ORDER BY tracker.vehicle_id, position.at
