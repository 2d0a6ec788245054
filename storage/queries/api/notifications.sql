-- Messages about alerts: to whom each went, and what became of it.
SELECT
    notification.notification_id,
    notification.alert_id,
    alert.rule,
    alert.subject,
    alert.institution,
    notification.changed_at,
    notification.to_state,
    notification.reason,
    notification.channel,
    notification.recipient,
    notification.language,
    notification.attempts,
    notification.created_at,
    notification.sent_at,
    notification.failed_at,
    notification.error
FROM analytics.notification AS notification
INNER JOIN analytics.alert AS alert ON notification.alert_id = alert.alert_id
WHERE
    (%(alert)s::bigint IS NULL OR notification.alert_id = %(alert)s)
    AND (%(institution)s::text IS NULL OR alert.institution = %(institution)s)
    AND (%(rule)s::text IS NULL OR alert.rule = %(rule)s)
    AND (%(since)s::timestamptz IS NULL OR notification.changed_at >= %(since)s)
    AND (%(until)s::timestamptz IS NULL OR notification.changed_at < %(until)s)
    AND (
        %(after_notification_id)s::bigint IS NULL
        OR notification.notification_id > %(after_notification_id)s
    )
ORDER BY notification.notification_id
LIMIT %(rows)s
