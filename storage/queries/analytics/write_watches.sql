-- Keep whether meters are judged, and how long each has flowed.
INSERT INTO meter_watch AS old (meter_id, state, nights_missing, flowing_hours, computed_at)
SELECT
    fresh.meter_id,
    fresh.state,
    fresh.nights_missing,
    fresh.flowing_hours,
    %(computed_at)s
FROM jsonb_populate_recordset(NULL::meter_watch, %(watches)s::jsonb) AS fresh
ON CONFLICT (meter_id) DO UPDATE
    SET
        state = excluded.state,
        nights_missing = excluded.nights_missing,
        flowing_hours = excluded.flowing_hours,
        computed_at = excluded.computed_at
    WHERE (old.state, old.nights_missing, old.flowing_hours)
    IS DISTINCT FROM (excluded.state, excluded.nights_missing, excluded.flowing_hours)
