-- Refused messages, newest first, with how many readings each refusal held.
SELECT
    rejected.id,
    rejected.received_at,
    rejected.topic,
    rejected.reason,
    rejected.detail,
    (SELECT count(*) FROM rejected_reading WHERE rejected_reading.rejected_id = rejected.id) AS readings,
    rejected.replayed_at
FROM rejected_message AS rejected
WHERE
    (%(reason)s::text IS NULL OR rejected.reason = %(reason)s)
    AND (%(settled)s OR rejected.replayed_at IS NULL)
ORDER BY rejected.received_at DESC, rejected.id DESC
LIMIT %(rows)s
