-- Keep what was learnt: as the next version of the meter, or as version 0 where there is too little history.
WITH fresh AS (
    SELECT
        baseline.*,
        coalesce(latest.version, 0) + 1 AS next_version
    FROM jsonb_populate_recordset(NULL::meter_baseline, %(baselines)s::jsonb) AS baseline
    LEFT JOIN LATERAL (
        SELECT max(earlier.version) AS version
        FROM meter_baseline AS earlier
        WHERE earlier.meter_id = baseline.meter_id
    ) AS latest ON true
)

INSERT INTO meter_baseline AS old (
    meter_id, version, state, days_missing, trained_from, trained_to, trained_days, spread, parameters,
    trained_at
)
SELECT
    fresh.meter_id,
    CASE fresh.state WHEN 'ready' THEN fresh.next_version ELSE 0 END AS version,
    fresh.state,
    fresh.days_missing,
    fresh.trained_from,
    fresh.trained_to,
    fresh.trained_days,
    fresh.spread,
    fresh.parameters,
    %(trained_at)s
FROM fresh
ON CONFLICT (meter_id, version) DO UPDATE
    SET
        days_missing = excluded.days_missing,
        trained_days = excluded.trained_days,
        trained_at = excluded.trained_at
