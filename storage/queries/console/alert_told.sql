-- What people were told of an alert, the newest first: on what change, by what channel, and whether it went.
SELECT
    notification.changed_at,
    notification.to_state,
    notification.channel,
    notification.language,
    notification.attempts,
    notification.sent_at,
    notification.failed_at,
    notification.error
FROM analytics.notification AS notification
WHERE notification.alert_id = %(alert)s
ORDER BY notification.changed_at DESC, notification.created_at DESC
LIMIT 100
