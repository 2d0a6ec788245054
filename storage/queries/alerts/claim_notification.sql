-- Claim the mail that is due longest: its notifications of one institution, group and recipient. A claim made
-- before %(stale_before)s is taken again, as the same mail.
WITH first AS (
    SELECT notification.*
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

due AS (
    SELECT notification.id
    FROM notification
    INNER JOIN first
        ON
            notification.id = first.id
            OR (
                notification.recipient = first.recipient
                AND notification.channel = first.channel
                AND notification.institution_id = first.institution_id
                AND notification.rule_group = first.rule_group
                AND notification.mail IS NOT DISTINCT FROM first.mail
            )
    WHERE
        notification.sent_at IS NULL
        AND notification.failed_at IS NULL
        AND notification.not_before <= %(now)s
        AND (notification.claimed_at IS NULL OR notification.claimed_at <= %(stale_before)s)
    FOR UPDATE OF notification SKIP LOCKED
),

claimed AS (
    UPDATE notification
    SET
        claimed_at = %(now)s,
        attempts = notification.attempts + 1,
        mail = coalesce(notification.mail, (SELECT min(due.id) FROM due))
    FROM due
    WHERE notification.id = due.id
    RETURNING notification.*
)

SELECT
    claimed.id,
    claimed.mail,
    claimed.claimed_at,
    claimed.attempts,
    claimed.created_at,
    claimed.recipient,
    claimed.language,
    claimed.rule_group,
    alert.rule,
    alert.id AS alert_id,
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
ORDER BY claimed.id
