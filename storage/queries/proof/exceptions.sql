-- What a meter's hours leave out: instants of readings that were skipped, and steps that were set aside.
SELECT
    (
        SELECT coalesce(array_agg(flagged.at), '{}')
        FROM analytics.flagged_reading AS flagged
        WHERE flagged.meter_id = %(meter)s
    ) AS flagged_at,
    coalesce(array_agg(aside.at ORDER BY aside.at), '{}') AS aside_at,
    coalesce(array_agg(aside.step ORDER BY aside.at), '{}') AS aside_step
FROM analytics.set_aside AS aside
WHERE aside.meter_id = %(meter)s
