-- Make the scores of meters from a day on what was computed; only what comes out otherwise is written.
WITH fresh AS (
    SELECT score.*
    FROM jsonb_populate_recordset(NULL::day_score, %(scores)s::jsonb) AS score
),

gone AS (
    DELETE FROM day_score AS old
    WHERE
        old.meter_id = any(%(meters)s::integer[])
        AND old.day >= %(first)s
        AND NOT EXISTS (
            SELECT FROM fresh
            WHERE fresh.meter_id = old.meter_id AND fresh.day = old.day
        )
    RETURNING old.meter_id
),

written AS (
    INSERT INTO day_score AS old (
        meter_id, day, version, hours, seen, expected, unusual, peak_hour, peak_seen, peak_expected,
        computed_at
    )
    SELECT
        fresh.meter_id,
        fresh.day,
        fresh.version,
        fresh.hours,
        fresh.seen,
        fresh.expected,
        fresh.unusual,
        fresh.peak_hour,
        fresh.peak_seen,
        fresh.peak_expected,
        %(computed_at)s
    FROM fresh
    ON CONFLICT (meter_id, day) DO UPDATE
        SET
            version = excluded.version,
            hours = excluded.hours,
            seen = excluded.seen,
            expected = excluded.expected,
            unusual = excluded.unusual,
            peak_hour = excluded.peak_hour,
            peak_seen = excluded.peak_seen,
            peak_expected = excluded.peak_expected,
            computed_at = excluded.computed_at
        WHERE (
            old.version, old.hours, old.seen, old.expected, old.unusual, old.peak_hour, old.peak_seen,
            old.peak_expected
        ) IS DISTINCT FROM (
            excluded.version, excluded.hours, excluded.seen, excluded.expected, excluded.unusual,
            excluded.peak_hour, excluded.peak_seen, excluded.peak_expected
        )
    RETURNING old.meter_id
)

SELECT (SELECT count(*) FROM gone) + (SELECT count(*) FROM written)
