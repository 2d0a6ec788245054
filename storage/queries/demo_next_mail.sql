-- In how many seconds the next mail that waits is due; nothing where none waits.
SELECT extract(EPOCH FROM min(notification.not_before) - %(now)s::timestamptz)::double precision
FROM notification
WHERE notification.sent_at IS NULL AND notification.failed_at IS NULL
