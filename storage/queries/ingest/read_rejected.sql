-- One refused message, whole.
SELECT
    id,
    received_at,
    topic,
    payload,
    reason,
    detail,
    replayed_at,
    replayed_by
FROM rejected_message
WHERE id = %(id)s
