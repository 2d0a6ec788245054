-- What could not be stored, newest first, a page at a time.
SELECT
    rejected.rejected_id,
    rejected.received_at,
    rejected.topic,
    rejected.reason,
    rejected.detail,
    rejected.payload_bytes,
    rejected.replayed_at,
    rejected.replayed_by
FROM analytics.rejected AS rejected
WHERE
    (%(id)s::bigint IS NULL OR rejected.rejected_id = %(id)s)
    AND (%(reason)s::text IS NULL OR rejected.reason = %(reason)s)
    AND (%(settled)s OR rejected.replayed_at IS NULL)
    AND strpos(lower(rejected.topic), lower(%(text)s::text)) > 0
    AND (%(since)s::timestamptz IS NULL OR rejected.received_at >= %(since)s)
    AND (%(until)s::timestamptz IS NULL OR rejected.received_at < %(until)s)
    AND (%(after)s::bigint IS NULL OR rejected.rejected_id < %(after)s)
ORDER BY rejected.rejected_id DESC
LIMIT %(rows)s
