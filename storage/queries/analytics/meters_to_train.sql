-- Meters whose baseline is a week old, or was still to be learnt a day ago; those never looked at come first.
SELECT
    meter.id,
    device.site_id,
    site.timezone,
    site.heating
FROM meter
INNER JOIN device ON meter.device_id = device.id
INNER JOIN place AS site ON device.site_id = site.id
LEFT JOIN LATERAL (
    SELECT
        max(version.trained_at) AS trained_at,
        bool_and(version.state = 'learning') AS is_learning
    FROM meter_baseline AS version
    WHERE version.meter_id = meter.id
) AS latest ON true
WHERE
    meter.computed_at IS NOT NULL
    AND (
        latest.trained_at IS NULL
        OR latest.trained_at <= %(now)s::timestamptz - interval '7 days'
        OR (latest.is_learning AND latest.trained_at <= %(now)s::timestamptz - interval '1 day')
    )
ORDER BY latest.trained_at NULLS FIRST, meter.id
LIMIT %(limit)s
