-- Staged fixes whose key is stored with another place; run only when some staged row was not new.
SELECT
    staging.message,
    device.code AS device,
    staging.at,
    staging.lon,
    staging.lat
FROM staging_position AS staging
INNER JOIN position ON staging.device_id = position.device_id AND staging.at = position.at
INNER JOIN device ON staging.device_id = device.id
WHERE (staging.lon, staging.lat) <> (position.lon, position.lat)
ORDER BY staging.message, staging.at
