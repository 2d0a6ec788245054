-- About a hundred messages a day that could not be stored; a third of them was tried again since.
INSERT INTO rejected_message (received_at, topic, payload, reason, detail, digest, replayed_at)
SELECT
    refused.at,
    'v1/' || site.code || '/' || device.code || '/telemetry',
    convert_to('{"at": "' || refused.at || '", "values": {"volume_m3": "12x"}}', 'UTF8'),
    (
        ARRAY['not_json', 'future', 'unknown_device', 'unknown_quantity', 'out_of_range', 'too_old']
    )[1 + mod(device.id + day.number, 6)],
    'volume_m3: 12x',
    sha256(convert_to(device.code || refused.at, 'UTF8')),
    CASE WHEN mod(device.id + day.number, 3) = 0 THEN refused.at + interval '1 hour' END
FROM device
INNER JOIN place AS site ON device.site_id = site.id
CROSS JOIN
    generate_series(0, (%(now)s::timestamptz)::date - (%(since)s::timestamptz)::date - 1) AS day (number)
CROSS JOIN
    LATERAL (
        SELECT
            %(since)s::timestamptz
            + day.number * interval '1 day' + mod(device.id * 17, 1440) * interval '1 minute' AS at
    ) AS refused
WHERE mod(device.id * 31 + day.number * 17, 13) = 0
ORDER BY refused.at
