-- Make the list of steps set aside in the scratch spans what was computed.
WITH gone AS (
    DELETE FROM set_aside AS noted
    USING scratch_span AS span
    WHERE
        noted.meter_id = span.meter_id
        AND noted.at >= span.span_start
        AND noted.at < span.span_end
        AND NOT EXISTS (
            SELECT FROM scratch_aside AS fresh
            WHERE fresh.meter_id = noted.meter_id AND fresh.at = noted.at
        )
)

INSERT INTO set_aside AS noted (meter_id, at, step, reason, computed_at)
SELECT
    scratch.meter_id,
    scratch.at,
    scratch.step,
    (%(reasons)s::text[])[scratch.reason + 1],
    %(computed_at)s
FROM scratch_aside AS scratch
ON CONFLICT (meter_id, at) DO UPDATE SET
    step = excluded.step,
    reason = excluded.reason,
    computed_at = excluded.computed_at
WHERE (noted.step, noted.reason) IS DISTINCT FROM (excluded.step, excluded.reason)
