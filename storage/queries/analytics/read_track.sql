-- The fixes of a vehicle between two instants (NULL: no bound) from whichever tracker it carried then, in
-- order, with what the same report said of ignition and odometer.
SELECT
    coalesce(array_agg(fix.at), '{}') AS at,
    coalesce(array_agg(fix.lon), '{}') AS lon,
    coalesce(array_agg(fix.lat), '{}') AS lat,
    coalesce(array_agg(fix.speed_kmh), '{}') AS speed_kmh,
    coalesce(array_agg(fix.satellites), '{}') AS satellites,
    coalesce(array_agg(fix.ignition), '{}') AS ignition,
    coalesce(array_agg(fix.odometer_km), '{}') AS odometer_km
FROM (
    SELECT
        position.at,
        position.lon,
        position.lat,
        coalesce(position.speed_kmh, 'NaN') AS speed_kmh,
        coalesce(position.satellites, -1::smallint) AS satellites,
        CASE
            WHEN ignition.value IS NULL THEN -1::smallint
            ELSE (ignition.value > 0)::integer::smallint
        END AS ignition,
        coalesce(odometer.value, 'NaN') AS odometer_km
    FROM vehicle_tracker AS tracker
    INNER JOIN position
        ON
            tracker.device_id = position.device_id
            AND position.at <@ tracker.valid
            AND position.at >= coalesce(%(first)s::timestamptz, '-infinity')
            AND position.at <= coalesce(%(last)s::timestamptz, 'infinity')
    LEFT JOIN reading AS ignition
        ON
            position.device_id = ignition.device_id
            AND position.at = ignition.at
            AND ignition.quantity_id = (SELECT quantity.id FROM quantity WHERE quantity.name = 'ignition')
    LEFT JOIN reading AS odometer
        ON
            position.device_id = odometer.device_id
            AND position.at = odometer.at
            AND odometer.quantity_id = (SELECT quantity.id FROM quantity WHERE quantity.name = 'odometer_km')
    WHERE tracker.vehicle_id = %(vehicle)s
    ORDER BY position.at
) AS fix
