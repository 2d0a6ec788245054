-- Messages about alerts say by name to whom they went; the addresses stay with the alerts process.
CREATE OR REPLACE VIEW analytics.notification WITH (security_barrier) AS
SELECT
    changed.alert_id,
    changed.at AS changed_at,
    changed.to_state,
    changed.reason,
    notification.channel,
    notification.language,
    notification.attempts,
    notification.created_at,
    notification.sent_at,
    notification.failed_at,
    notification.error,
    notification.id AS notification_id,
    CASE
        WHEN notification.channel <> 'mail' THEN notification.recipient
        ELSE (
            SELECT contact.name
            FROM contact
            INNER JOIN institution_scope AS scope ON contact.institution_id = scope.institution_id
            WHERE contact.email = notification.recipient AND scope.member_id = notification.institution_id
            ORDER BY scope.institution_id = notification.institution_id DESC, contact.id ASC
            LIMIT 1
        )
    END AS recipient
FROM notification
INNER JOIN alert_change AS changed ON notification.alert_change_id = changed.id
WHERE
    (SELECT seen.everything FROM seen)
    OR EXISTS (
        SELECT FROM alert
        WHERE
            alert.id = changed.alert_id
            AND alert.institution_id = any((SELECT seen.institutions FROM seen)::integer[])
    );
COMMENT ON VIEW analytics.notification IS 'What became of the messages about alerts, and by name to whom they went; addresses stay with the alerts process';
COMMENT ON COLUMN analytics.notification.notification_id IS 'Number of the message';
COMMENT ON COLUMN analytics.notification.recipient IS 'Name of the contact it went to, or of the channel; NULL: no contact of the institution or above it has that address any more';
