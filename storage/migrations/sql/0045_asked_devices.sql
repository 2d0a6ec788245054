-- As it was, but who does not ask whether a device is connected does not pay for it: a subquery that is known
-- to give one row is left out where nothing of it is asked for.
CREATE OR REPLACE VIEW analytics.device WITH (security_barrier) AS
SELECT
    device.code AS device,
    device.name AS device_name,
    device.kind,
    device.protocol,
    device.report_interval,
    site.place,
    site.site,
    site.timezone,
    site.institution,
    coalesce(away.kind, event.kind) AS connection,
    coalesce(away.at, event.at) AS connection_at,
    greatest(report.at, fix.at) AS last_at
FROM device
INNER JOIN place_site AS site ON coalesce(device.place_id, device.site_id) = site.place_id
INNER JOIN device_report AS report ON device.id = report.device_id
LEFT JOIN LATERAL (
    SELECT
        min(newest.kind) AS kind,
        min(newest.at) AS at
    FROM (
        SELECT
            device_event.kind,
            device_event.at
        FROM device_event
        WHERE device_event.device_id = device.id
        ORDER BY device_event.at DESC, device_event.kind ASC
        LIMIT 1
    ) AS newest
) AS event ON true
LEFT JOIN LATERAL (
    SELECT position.at
    FROM position
    WHERE position.device_id = device.id AND position.at > now() - interval '7 days'
    ORDER BY position.at DESC
    LIMIT 1
) AS fix ON true
LEFT JOIN LATERAL (
    SELECT
        min(newest.kind) AS kind,
        min(newest.at) AS at
    FROM (
        SELECT
            device_event.kind,
            device_event.at
        FROM device_event
        WHERE device_event.device_id = device.gateway_id
        ORDER BY device_event.at DESC, device_event.kind ASC
        LIMIT 1
    ) AS newest
    WHERE
        newest.kind = 'offline'
        AND event.kind = 'online'
        AND newest.at >= event.at
        -- who was heard since then is there: a last will is dated by its arrival, which may be late
        AND coalesce(newest.at >= greatest(report.at, fix.at), true)
) AS away ON true
WHERE
    (SELECT seen.everything FROM seen)
    OR site.institution_id = any((SELECT seen.institutions FROM seen)::integer[]);
