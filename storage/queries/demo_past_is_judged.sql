-- Whether the nights of all sites with water meters were judged after a moment, and the figures computed that
-- were stale at it.
SELECT
    NOT EXISTS (SELECT FROM stale_figure WHERE stale_figure.id <= %(figure_mark)s)
    AND NOT EXISTS (
        SELECT FROM meter
        INNER JOIN device ON meter.device_id = device.id
        INNER JOIN quantity ON meter.quantity_id = quantity.id
        LEFT JOIN watched_site AS watched ON device.site_id = watched.site_id
        WHERE
            quantity.name = 'volume_m3'
            AND meter.medium IN ('water', 'reclaimed_water')
            AND meter.computed_at IS NOT NULL
            AND (watched.leaks_at IS NULL OR watched.leaks_at <= %(at)s::timestamptz)
    )
