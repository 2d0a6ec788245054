-- The refusals still open, oldest first: all, those of one reason, or those named.
SELECT id
FROM rejected_message
WHERE
    replayed_at IS NULL
    AND (%(reason)s::text IS NULL OR reason = %(reason)s)
    AND (%(ids)s::bigint[] IS NULL OR id = any(%(ids)s))
ORDER BY received_at, id
