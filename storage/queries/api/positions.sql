-- Fixes of trackers, with the vehicle that carried each.
SELECT
    fix.device,
    fix.plate,
    fix.at,
    fix.lon,
    fix.lat,
    fix.altitude_m,
    fix.speed_kmh,
    fix.heading_deg,
    fix.satellites,
    fix.system
FROM analytics.position AS fix
WHERE
    (%(vehicle)s::text IS NULL OR fix.plate = %(vehicle)s)
    AND (%(device)s::text IS NULL OR fix.device = %(device)s)
    AND fix.at >= %(since)s
    AND fix.at < %(until)s
    AND (
        %(after_device)s::text IS NULL
        OR (fix.device, fix.at)
        > (%(after_device)s::text, %(after_at)s::timestamptz)
    )
ORDER BY fix.device, fix.at
LIMIT %(rows)s
