-- What stands behind a gateway is connected no longer than the gateway: one that was killed cannot say that
-- its devices are gone, but its last will says that it is.

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
INNER JOIN analytics.site AS site ON coalesce(device.place_id, device.site_id) = site.place_id
LEFT JOIN LATERAL (
    SELECT
        device_event.kind,
        device_event.at
    FROM device_event
    WHERE device_event.device_id = device.id
    ORDER BY device_event.at DESC, device_event.kind ASC
    LIMIT 1
) AS event ON true
LEFT JOIN LATERAL (
    SELECT max(newest.at) AS at
    FROM quantity
    CROSS JOIN LATERAL (
        SELECT reading.at
        FROM reading
        WHERE
            reading.device_id = device.id
            AND reading.quantity_id = quantity.id
            AND reading.at > now() - interval '7 days'
        ORDER BY reading.at DESC
        LIMIT 1
    ) AS newest
) AS report ON true
LEFT JOIN LATERAL (
    SELECT position.at
    FROM position
    WHERE position.device_id = device.id AND position.at > now() - interval '7 days'
    ORDER BY position.at DESC
    LIMIT 1
) AS fix ON true
LEFT JOIN LATERAL (
    SELECT
        newest.kind,
        newest.at
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
) AS away ON true;
COMMENT ON COLUMN analytics.device.connection IS 'online or offline; offline, too, while the gateway it stands behind is';
COMMENT ON COLUMN analytics.device.connection_at IS 'Since when';
