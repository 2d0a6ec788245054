-- Days of meters since one that say nothing of ordinary use: those of a leak, and those on which a step was
-- set aside or a reading was skipped.
SELECT
    odd.meter_id,
    array_agg(DISTINCT odd.day) AS days
FROM (
    SELECT
        leak.meter_id,
        shown.day::date AS day
    FROM leak_finding AS leak
    CROSS JOIN
        LATERAL generate_series(leak.since - 1, coalesce(leak.ended, leak.latest), interval '1 day')
            AS shown (day)
    WHERE leak.meter_id = any(%(meters)s::integer[]) AND coalesce(leak.ended, leak.latest) >= %(since)s
    UNION ALL
    SELECT
        aside.meter_id,
        (aside.at AT TIME ZONE %(zone)s)::date
    FROM set_aside AS aside
    WHERE aside.meter_id = any(%(meters)s::integer[])
    UNION ALL
    SELECT
        flagged.meter_id,
        (flagged.at AT TIME ZONE %(zone)s)::date
    FROM flagged_reading AS flagged
    WHERE flagged.meter_id = any(%(meters)s::integer[])
) AS odd
WHERE odd.day >= %(since)s
GROUP BY odd.meter_id
ORDER BY odd.meter_id
