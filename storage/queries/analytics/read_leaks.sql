-- Leaks of meters that began before a night and had not ended by another, the latest of each meter first.
SELECT
    meter_id,
    reason,
    since,
    decided,
    latest,
    ended,
    flow_m3h,
    expected_m3h,
    spread_m3h,
    share
FROM leak_finding
WHERE
    meter_id = any(%(meters)s::integer[])
    AND since < %(before)s
    AND (ended IS NULL OR ended > %(after)s)
ORDER BY meter_id ASC, since DESC
