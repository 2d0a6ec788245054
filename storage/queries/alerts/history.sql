-- What happened to alerts since an instant, the latest last: changes, acknowledgements, and mail.
SELECT
    happened.at,
    alert.id AS alert_id,
    alert.rule,
    alert.subject,
    coalesce(institution.name, '') AS institution_name,
    happened.what,
    happened.detail
FROM alert
LEFT JOIN institution ON alert.institution_id = institution.id
INNER JOIN (
    SELECT
        alert_change.alert_id,
        alert_change.at,
        alert_change.from_state || ' > ' || alert_change.to_state AS what,
        alert_change.reason AS detail
    FROM alert_change
    UNION ALL
    SELECT
        acknowledgement.alert_id,
        acknowledgement.at,
        'acknowledged' AS what,
        concat_ws(': ', acknowledgement.author, nullif(acknowledgement.note, '')) AS detail
    FROM acknowledgement
    UNION ALL
    SELECT
        alert_change.alert_id,
        coalesce(notification.sent_at, notification.failed_at) AS at,
        CASE WHEN notification.sent_at IS NULL THEN 'mail failed' ELSE 'mail sent' END AS what,
        concat_ws(': ', notification.recipient, nullif(notification.error, '')) AS detail
    FROM notification
    INNER JOIN alert_change ON notification.alert_change_id = alert_change.id
    WHERE notification.sent_at IS NOT NULL OR notification.failed_at IS NOT NULL
) AS happened ON alert.id = happened.alert_id
WHERE
    happened.at >= %(since)s
    AND (%(rule)s::text IS NULL OR alert.rule = %(rule)s)
    AND (%(name)s::text IS NULL OR alert.subject = %(name)s OR split_part(alert.subject, ':', 2) = %(name)s)
ORDER BY happened.at, alert.id, happened.what
