-- The sum of a meter's hours within spans, by the place of the span; a border that is NULL is open.
SELECT
    span.place,
    count(hourly.hour) AS hours,
    coalesce(sum(hourly.amount), 0) AS amount,
    coalesce(sum(hourly.estimated), 0) AS estimated,
    count(*) FILTER (WHERE hourly.amount < 0) AS negative
FROM
    unnest(%(starts)s::timestamptz[], %(ends)s::timestamptz[]) WITH ORDINALITY
        AS span (start_at, end_at, place)
LEFT JOIN analytics.hourly AS hourly
    ON
        hourly.meter_id = %(meter)s
        AND hourly.hour >= coalesce(span.start_at, '-infinity')
        AND hourly.hour < coalesce(span.end_at, 'infinity')
GROUP BY span.place
ORDER BY span.place
