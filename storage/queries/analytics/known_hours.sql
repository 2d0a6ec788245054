-- Stored hours of meters within spans of instants, as arrays of each span, in no order. Reasons come as their
-- place in the list of all sets of reasons, from 0; -1: a set that is not in the list.
SELECT
    span.place,
    array_agg(hourly.hour) AS hours,
    array_agg(hourly.amount) AS amounts,
    array_agg(hourly.estimated) AS estimates,
    array_agg(hourly.coverage) AS coverages,
    array_agg(
        CASE
            WHEN hourly.reasons = '{}' THEN 0::smallint
            ELSE
                coalesce(
                    array_position(%(reasons)s::text[], array_to_string(hourly.reasons, ' ')) - 1, -1
                )::smallint
        END
    ) AS reasons
FROM
    unnest(%(meters)s::integer[], %(starts)s::timestamptz[], %(ends)s::timestamptz[])
    WITH ORDINALITY AS span (meter_id, span_start, span_end, place)
INNER JOIN consumption_hourly AS hourly
    ON
        span.meter_id = hourly.meter_id
        AND hourly.hour >= coalesce(span.span_start, '-infinity')
        AND hourly.hour < coalesce(span.span_end, 'infinity')
GROUP BY span.place
ORDER BY span.place
