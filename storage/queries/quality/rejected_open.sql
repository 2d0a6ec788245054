-- The numbers of messages that wait for one reason, oldest first.
SELECT rejected.rejected_id
FROM analytics.rejected AS rejected
WHERE rejected.replayed_at IS NULL AND rejected.reason = %(reason)s
ORDER BY rejected.rejected_id
LIMIT %(rows)s
