-- Messages that could not be stored.
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
    (%(reason)s::text IS NULL OR rejected.reason = %(reason)s)
    AND (%(since)s::timestamptz IS NULL OR rejected.received_at >= %(since)s)
    AND (%(until)s::timestamptz IS NULL OR rejected.received_at < %(until)s)
    AND (%(after_rejected_id)s::bigint IS NULL OR rejected.rejected_id > %(after_rejected_id)s)
ORDER BY rejected.rejected_id
LIMIT %(rows)s
