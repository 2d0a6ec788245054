-- Alerts that are not inactive, the most urgent state first, with what became of their latest mail.
SELECT
    alert.id,
    alert.rule,
    alert.subject,
    alert.state,
    alert.since,
    alert.severity,
    alert.figures,
    coalesce(institution.name, '') AS institution_name,
    coalesce(mail.sent, 0) AS sent,
    coalesce(mail.waiting, 0) AS waiting,
    coalesce(mail.failed, 0) AS failed,
    coalesce(mail.error, '') AS error
FROM alert
LEFT JOIN institution ON alert.institution_id = institution.id
LEFT JOIN LATERAL (
    SELECT
        count(notification.sent_at) AS sent,
        count(notification.failed_at) AS failed,
        count(*) - count(notification.sent_at) - count(notification.failed_at) AS waiting,
        max(notification.error) AS error
    FROM notification
    INNER JOIN alert_change AS changed ON notification.alert_change_id = changed.id
    WHERE changed.alert_id = alert.id AND changed.at >= alert.since
) AS mail ON true
WHERE alert.state <> 'inactive'
ORDER BY
    array_position(
        ARRAY['firing', 'pending', 'acknowledged', 'silenced', 'no_data', 'resolved'], alert.state
    ),
    alert.since DESC,
    alert.id ASC
