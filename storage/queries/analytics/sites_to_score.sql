-- Sites whose hours changed since their days were scored, or just before that and were not yet committed;
-- those that waited longest first. None is scored more often than once in an interval.
SELECT device.site_id
FROM meter
INNER JOIN device ON meter.device_id = device.id
LEFT JOIN watched_site AS watched ON device.site_id = watched.site_id
WHERE meter.computed_at IS NOT NULL
GROUP BY device.site_id, watched.days_at
HAVING
    watched.days_at IS NULL
    OR (
        watched.days_at <= %(now)s::timestamptz - %(every)s::interval
        AND max(meter.computed_at) > watched.days_at - interval '10 minutes'
    )
ORDER BY watched.days_at NULLS FIRST, device.site_id
