-- Staged fixes whose key is stored with another fix; run only when some staged row was not new.
SELECT
    staging.message,
    device.code AS device,
    staging.at,
    staging.lon,
    staging.lat
FROM staging_position AS staging
INNER JOIN position ON staging.device_id = position.device_id AND staging.at = position.at
INNER JOIN device ON staging.device_id = device.id
WHERE
    (
        staging.lon,
        staging.lat,
        staging.altitude_m,
        staging.speed_kmh,
        staging.heading_deg,
        staging.satellites,
        staging.system
    ) IS DISTINCT FROM (
        position.lon,
        position.lat,
        position.altitude_m,
        position.speed_kmh,
        position.heading_deg,
        position.satellites,
        position.system
    )
ORDER BY staging.message, staging.at
