-- Messages of the last 30 days that could not be stored and still wait, by reason.
SELECT
    rejected.reason AS label,
    'messages' AS series,
    count(*) AS value,
    1.0::double precision AS coverage
FROM analytics.rejected AS rejected
WHERE
    rejected.received_at > %(now)s::timestamptz - interval '30 days'
    AND rejected.replayed_at IS NULL
GROUP BY rejected.reason
ORDER BY count(*) DESC, rejected.reason ASC
