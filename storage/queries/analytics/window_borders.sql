-- How far around spans of stale hours to read: `context` readings more on either side of the span, the hours
-- those lie in, and `context` readings more beyond. A border that is NULL: there are no readings beyond.
SELECT
    floor.at AS first_at,
    ceiling.at AS last_at
FROM
    unnest(
        %(devices)s::integer[], %(quantities)s::smallint[], %(starts)s::timestamptz[], %(ends)s::timestamptz[]
    ) WITH ORDINALITY AS span (device_id, quantity_id, span_start, span_end, place)
LEFT JOIN LATERAL (
    SELECT date_trunc('hour', reading.at, 'UTC') AS at
    FROM reading
    WHERE
        reading.device_id = span.device_id
        AND reading.quantity_id = span.quantity_id
        AND reading.at < span.span_start
    ORDER BY reading.at DESC
    LIMIT 1 OFFSET (%(context)s - 1)
) AS near_before ON true
LEFT JOIN LATERAL (
    SELECT reading.at
    FROM reading
    WHERE
        reading.device_id = span.device_id
        AND reading.quantity_id = span.quantity_id
        AND reading.at < near_before.at
    ORDER BY reading.at DESC
    LIMIT 1 OFFSET (%(context)s - 1)
) AS floor ON true
LEFT JOIN LATERAL (
    SELECT date_trunc('hour', reading.at, 'UTC') + interval '1 hour' AS at
    FROM reading
    WHERE
        reading.device_id = span.device_id
        AND reading.quantity_id = span.quantity_id
        AND reading.at >= span.span_end
    ORDER BY reading.at ASC
    LIMIT 1 OFFSET (%(context)s - 1)
) AS near_after ON true
LEFT JOIN LATERAL (
    SELECT reading.at
    FROM reading
    WHERE
        reading.device_id = span.device_id
        AND reading.quantity_id = span.quantity_id
        AND reading.at >= near_after.at
    ORDER BY reading.at ASC
    LIMIT 1 OFFSET (%(context)s - 1)
) AS ceiling ON true
ORDER BY span.place
