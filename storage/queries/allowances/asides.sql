-- How many register steps of meters are set aside within local days.
SELECT count(*)
FROM analytics.set_aside AS aside
WHERE
    aside.meter = any(%(meters)s::text[])
    AND aside.at >= %(period_start)s::timestamp AT TIME ZONE %(zone)s
    AND aside.at < %(period_end)s::timestamp AT TIME ZONE %(zone)s
