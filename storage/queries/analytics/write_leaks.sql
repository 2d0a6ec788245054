-- Make the leaks of meters that began on a night or later what was found, and bring earlier ones up to date;
-- only what comes out otherwise is written.
WITH fresh AS (
    SELECT leak.*
    FROM jsonb_populate_recordset(NULL::leak_finding, %(leaks)s::jsonb) AS leak
),

gone AS (
    DELETE FROM leak_finding AS old
    USING unnest(%(meters)s::integer[], %(firsts)s::date[]) AS span (meter_id, first)
    WHERE
        old.meter_id = span.meter_id
        AND old.since >= span.first
        AND NOT EXISTS (
            SELECT FROM fresh
            WHERE fresh.meter_id = old.meter_id AND fresh.since = old.since
        )
    RETURNING old.meter_id
),

written AS (
    INSERT INTO leak_finding AS old (
        meter_id, reason, since, decided, latest, ended, flow_m3h, expected_m3h, spread_m3h, share,
        computed_at
    )
    SELECT
        fresh.meter_id,
        fresh.reason,
        fresh.since,
        fresh.decided,
        fresh.latest,
        fresh.ended,
        fresh.flow_m3h,
        fresh.expected_m3h,
        fresh.spread_m3h,
        fresh.share,
        %(computed_at)s
    FROM fresh
    ON CONFLICT (meter_id, since) DO UPDATE
        SET
            reason = excluded.reason,
            decided = excluded.decided,
            latest = excluded.latest,
            ended = excluded.ended,
            flow_m3h = excluded.flow_m3h,
            expected_m3h = excluded.expected_m3h,
            spread_m3h = excluded.spread_m3h,
            share = excluded.share,
            computed_at = excluded.computed_at
        WHERE (
            old.reason, old.decided, old.latest, old.ended, old.flow_m3h, old.expected_m3h, old.spread_m3h,
            old.share
        ) IS DISTINCT FROM (
            excluded.reason, excluded.decided, excluded.latest, excluded.ended, excluded.flow_m3h,
            excluded.expected_m3h, excluded.spread_m3h, excluded.share
        )
    RETURNING old.meter_id
)

SELECT (SELECT count(*) FROM gone) + (SELECT count(*) FROM written)
