-- How many messages wait, by reason.
SELECT
    rejected.reason,
    count(*) AS messages
FROM analytics.rejected AS rejected
WHERE rejected.replayed_at IS NULL
GROUP BY rejected.reason
ORDER BY count(*) DESC, rejected.reason ASC
