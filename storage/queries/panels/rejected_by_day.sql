-- Messages that were refused on each day of the period, by UTC, by reason.
SELECT
    (rejected.received_at AT TIME ZONE 'UTC')::date AS label,
    rejected.reason AS series,
    count(*) AS value,
    1.0::double precision AS coverage
FROM analytics.rejected AS rejected
WHERE
    rejected.received_at >= %(since)s::timestamptz
    AND rejected.received_at <= %(now)s::timestamptz
GROUP BY label, rejected.reason
ORDER BY rejected.reason ASC, label ASC
