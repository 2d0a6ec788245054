-- Devices, and when each was last seen.
SELECT
    device.device,
    device.device_name,
    device.kind,
    device.protocol,
    extract(EPOCH FROM device.report_interval)::double precision AS report_interval_s,
    device.place,
    device.site,
    device.timezone,
    device.institution,
    device.connection,
    device.connection_at,
    device.last_at
FROM analytics.device AS device
WHERE
    (%(site)s::text IS NULL OR device.site = %(site)s)
    AND (%(institution)s::text IS NULL OR device.institution = %(institution)s)
    AND (%(kind)s::text IS NULL OR device.kind = %(kind)s)
    AND (%(after_device)s::text IS NULL OR device.device > %(after_device)s)
ORDER BY device.device
LIMIT %(rows)s
