-- What people were told of an alert, the newest first: who, on what change, how, and whether it went.
SELECT
    notification.changed_at,
    notification.to_state,
    notification.recipient,
    notification.channel,
    notification.language,
    notification.attempts,
    notification.sent_at,
    notification.failed_at,
    notification.error
FROM analytics.notification AS notification
WHERE notification.alert_id = %(alert)s
ORDER BY notification.changed_at DESC, notification.created_at DESC, notification.notification_id ASC
LIMIT 100
