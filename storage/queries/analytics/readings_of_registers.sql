-- Readings of many registers within one long window, in no order. Readings lie in the order of arrival, all
-- registers mixed: one pass over the table costs less than a thousand through the index.
SELECT
    device_id,
    quantity_id,
    array_agg(at) AS at,
    array_agg(value) AS value
FROM reading
WHERE
    device_id = any(%(devices)s::integer[])
    AND quantity_id = any(%(quantities)s::smallint[])
    AND at >= coalesce(%(first_at)s::timestamptz, '-infinity')
    AND at <= coalesce(%(last_at)s::timestamptz, 'infinity')
GROUP BY device_id, quantity_id
