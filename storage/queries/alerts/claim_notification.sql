-- Claim the notification that is due longest; a claim made before %(stale_before)s is taken again.
WITH due AS (
    SELECT notification.id
    FROM notification
    WHERE
        notification.sent_at IS NULL
        AND notification.failed_at IS NULL
        AND notification.not_before <= %(now)s
        AND (notification.claimed_at IS NULL OR notification.claimed_at <= %(stale_before)s)
    ORDER BY notification.not_before, notification.id
    LIMIT 1
    FOR UPDATE SKIP LOCKED
),

claimed AS (
    UPDATE notification SET claimed_at = %(now)s, attempts = notification.attempts + 1
    FROM due
    WHERE notification.id = due.id
    RETURNING notification.*
)

SELECT
    claimed.id,
    claimed.claimed_at,
    claimed.attempts,
    claimed.created_at,
    claimed.recipient,
    claimed.language,
    alert.rule,
    changed.id AS change_id,
    changed.at AS changed_at,
    changed.reason,
    changed.figures,
    coalesce(
        (
            SELECT min(contact.name)
            FROM contact
            WHERE contact.email = claimed.recipient
        ),
        ''
    ) AS recipient_name
FROM claimed
INNER JOIN alert_change AS changed ON claimed.alert_change_id = changed.id
INNER JOIN alert ON changed.alert_id = alert.id
