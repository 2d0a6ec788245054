-- Sites with water meters whose hours changed since their nights were judged, or just before that and were
-- not yet committed; those that waited longest first. None is judged more often than once in an interval.
SELECT device.site_id
FROM meter
INNER JOIN device ON meter.device_id = device.id
INNER JOIN quantity ON meter.quantity_id = quantity.id
LEFT JOIN watched_site AS watched ON device.site_id = watched.site_id
WHERE
    quantity.name = 'volume_m3'
    AND meter.medium IN ('water', 'reclaimed_water')
    AND meter.computed_at IS NOT NULL
GROUP BY device.site_id, watched.leaks_at
HAVING
    watched.leaks_at IS NULL
    OR (
        watched.leaks_at <= %(now)s::timestamptz - %(every)s::interval
        AND max(meter.computed_at) > watched.leaks_at - interval '10 minutes'
    )
ORDER BY watched.leaks_at NULLS FIRST, device.site_id
