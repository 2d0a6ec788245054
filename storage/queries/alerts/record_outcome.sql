-- Record what became of a claimed mail. That it was sent stands whoever holds the claim by now.
UPDATE notification SET
    sent_at = %(sent_at)s,
    failed_at = %(failed_at)s,
    not_before = coalesce(%(not_before)s, notification.not_before),
    claimed_at = NULL,
    error = %(error)s
WHERE
    notification.mail = %(mail)s
    AND notification.sent_at IS NULL
    AND notification.failed_at IS NULL
    AND (notification.claimed_at = %(claimed_at)s OR %(sent_at)s::timestamptz IS NOT NULL)
