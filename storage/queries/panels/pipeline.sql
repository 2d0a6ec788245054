-- What the pipeline has stored and refused, and how fast: `inserted` is a counter.
SELECT
    pipeline.readings,
    pipeline.fixes,
    pipeline.inserted,
    refused.messages AS rejected,
    refused.replayed
FROM analytics.pipeline AS pipeline
CROSS JOIN (
    SELECT
        count(*) AS messages,
        count(rejected.replayed_at) AS replayed
    FROM analytics.rejected AS rejected
    WHERE rejected.received_at > %(now)s::timestamptz - interval '30 days'
) AS refused
