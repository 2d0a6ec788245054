-- What each meter of a quantity counted in its newest whole hour since an instant.
SELECT
    meter.id,
    newest.amount AS value,
    newest.coverage,
    newest.hour AS at
FROM meter
INNER JOIN quantity ON meter.quantity_id = quantity.id
INNER JOIN LATERAL (
    SELECT
        hourly.amount,
        hourly.coverage,
        hourly.hour
    FROM consumption_hourly AS hourly
    WHERE
        hourly.meter_id = meter.id
        AND hourly.hour > %(since)s::timestamptz - interval '1 hour'
        AND hourly.hour <= %(now)s::timestamptz - interval '1 hour'
        AND NOT hourly.reasons && ARRAY['open']
    ORDER BY hourly.hour DESC
    LIMIT 1
) AS newest ON true
WHERE quantity.name = %(quantity)s
ORDER BY meter.id
