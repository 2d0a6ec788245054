-- Readings of registers within short windows, each found by its key, in no order.
SELECT
    coalesce(loaded.at, '{}') AS at,
    coalesce(loaded.value, '{}') AS value
FROM
    unnest(
        %(devices)s::integer[],
        %(quantities)s::smallint[],
        %(firsts)s::timestamptz[],
        %(lasts)s::timestamptz[]
    ) WITH ORDINALITY AS span (device_id, quantity_id, first_at, last_at, place)
LEFT JOIN LATERAL (
    SELECT
        array_agg(reading.at) AS at,
        array_agg(reading.value) AS value
    FROM reading
    WHERE
        reading.device_id = span.device_id
        AND reading.quantity_id = span.quantity_id
        AND reading.at >= coalesce(span.first_at, '-infinity')
        AND reading.at <= coalesce(span.last_at, 'infinity')
) AS loaded ON true
ORDER BY span.place
