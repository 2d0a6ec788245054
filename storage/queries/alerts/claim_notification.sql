-- Claim the mail that is due longest: its notifications of one institution, group and recipient. A claim made
-- before %(stale_before)s is taken again, as the same mail. What is for the channels %(away)s stays, and so
-- does what its reader wants quiet now; but a mail that was begun is never torn apart.
WITH ready AS (
    SELECT notification.*
    FROM notification
    WHERE
        notification.sent_at IS NULL
        AND notification.failed_at IS NULL
        AND notification.not_before <= %(now)s
        AND (notification.claimed_at IS NULL OR notification.claimed_at <= %(stale_before)s)
        AND notification.channel <> all(%(away)s::text[])
),

awake AS (
    SELECT ready.*
    FROM ready
    WHERE
        NOT is_quiet(%(now)s, ready.quiet_from, ready.quiet_to, ready.quiet_zone)
        OR ready.mail IN (
            SELECT begun.mail
            FROM ready AS begun
            WHERE
                begun.mail IS NOT NULL
                AND NOT is_quiet(%(now)s, begun.quiet_from, begun.quiet_to, begun.quiet_zone)
        )
),

first AS (
    SELECT awake.*
    FROM awake
    ORDER BY awake.channel <> 'mail', awake.not_before, awake.id
    LIMIT 1
),

-- looked up anew by the one mail that is first: to join it with all that is ready would cost its square
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
        AND (
            first.mail IS NOT NULL
            OR NOT is_quiet(
                %(now)s, notification.quiet_from, notification.quiet_to, notification.quiet_zone
            )
        )
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
    claimed.channel,
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
            WHERE contact.email = (SELECT first.recipient FROM first)
        ),
        ''
    ) AS recipient_name
FROM claimed
INNER JOIN alert_change AS changed ON claimed.alert_change_id = changed.id
INNER JOIN alert ON changed.alert_id = alert.id
ORDER BY claimed.id
