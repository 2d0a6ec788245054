-- The ceiling of `guanjia bench hours`: what one statement makes of the same readings, knowing nothing of
-- gaps, glitches, swaps and rollovers.
INSERT INTO bench_plain_hours (device_id, hour, amount)
SELECT
    device_id,
    date_trunc('hour', at, 'UTC') AS hour,
    max(value) - min(value) AS amount
FROM reading
GROUP BY device_id, hour
