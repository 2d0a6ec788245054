-- First and last day on which some meters have consumption; NULL where they have none.
SELECT
    min(daily.day) AS first_day,
    max(daily.day) AS last_day
FROM analytics.daily AS daily
WHERE daily.meter_id = any(%(meters)s::integer[])
