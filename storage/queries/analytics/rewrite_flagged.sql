-- Make the list of readings skipped in the scratch spans what was computed.
WITH gone AS (
    DELETE FROM flagged_reading AS noted
    USING scratch_span AS span
    WHERE
        noted.meter_id = span.meter_id
        AND noted.at >= span.span_start
        AND noted.at < span.span_end
        AND NOT EXISTS (
            SELECT FROM scratch_flagged AS fresh
            WHERE fresh.meter_id = noted.meter_id AND fresh.at = noted.at
        )
)

INSERT INTO flagged_reading AS noted (meter_id, at, value, reason, computed_at)
SELECT
    scratch.meter_id,
    scratch.at,
    scratch.value,
    (%(reasons)s::text[])[scratch.reason + 1],
    %(computed_at)s
FROM scratch_flagged AS scratch
ON CONFLICT (meter_id, at) DO UPDATE SET
    value = excluded.value,
    reason = excluded.reason,
    computed_at = excluded.computed_at
WHERE (noted.value, noted.reason) IS DISTINCT FROM (excluded.value, excluded.reason)
