-- Devices of an institution and all below it of which nothing was heard for three report intervals, and an
-- hour at least, at an instant; looks back 30 days.
SELECT
    site.institution,
    device.code,
    device.name,
    heard.at
FROM institution
INNER JOIN institution_scope AS scope ON institution.id = scope.institution_id
INNER JOIN analytics.site AS site ON scope.member_id = site.institution_id
INNER JOIN device ON site.place_id = coalesce(device.place_id, device.site_id)
LEFT JOIN LATERAL (
    SELECT max(newest.at) AS at
    FROM quantity
    INNER JOIN LATERAL (
        SELECT reading.at
        FROM reading
        WHERE
            reading.device_id = device.id
            AND reading.quantity_id = quantity.id
            AND reading.at > %(until)s::timestamptz - interval '30 days'
            AND reading.at <= %(until)s
        ORDER BY reading.at DESC
        LIMIT 1
    ) AS newest ON true
    -- a device that has a meter is heard by its register
    WHERE
        quantity.id IN (SELECT meter.quantity_id FROM meter WHERE meter.device_id = device.id)
        OR NOT EXISTS (SELECT FROM meter WHERE meter.device_id = device.id)
) AS report ON true
LEFT JOIN LATERAL (
    SELECT position.at
    FROM position
    WHERE
        position.device_id = device.id
        AND position.at > %(until)s::timestamptz - interval '30 days'
        AND position.at <= %(until)s
    ORDER BY position.at DESC
    LIMIT 1
) AS fix ON true
CROSS JOIN LATERAL (SELECT greatest(report.at, fix.at) AS at) AS heard
WHERE
    institution.code = %(institution)s
    AND coalesce(heard.at, '-infinity')
    < %(until)s::timestamptz - greatest(3 * device.report_interval, interval '1 hour')
ORDER BY site.institution, heard.at NULLS FIRST, device.code
