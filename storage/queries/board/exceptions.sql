-- Alerts about vehicles that somebody was told of since an instant, or that still fire; services have a list
-- of their own.
SELECT
    split_part(alert.subject, ':', 2) AS plate,
    alert.rule,
    alert.state,
    coalesce(told.at, alert.since) AS since
FROM analytics.alert AS alert
LEFT JOIN LATERAL (
    SELECT min(notification.changed_at) AS at
    FROM analytics.notification AS notification
    WHERE
        notification.alert_id = alert.alert_id
        AND notification.to_state = 'firing'
        AND notification.changed_at >= %(since)s
) AS told ON true
WHERE
    starts_with(alert.subject, 'vehicle:')
    AND split_part(alert.subject, ':', 3) = ''
    AND (told.at IS NOT NULL OR alert.state IN ('firing', 'acknowledged'))
ORDER BY since, alert.subject, alert.rule
