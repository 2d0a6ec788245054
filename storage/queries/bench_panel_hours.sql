-- A year of hours for every meter: an upper meter counts what those below it count together. One meter in
-- fifty was not wholly read.
INSERT INTO consumption_hourly (meter_id, hour, amount, estimated, coverage, computed_at)
SELECT
    meter.id,
    hour.begins,
    greatest(below.meters, 1)
    * (2 + sin(extract(HOUR FROM hour.begins) / 24 * 2 * pi()) + mod(meter.id, 7) / 10.0),
    CASE WHEN mod(meter.id + extract(DAY FROM hour.begins)::integer, 97) = 0 THEN 1 ELSE 0 END,
    CASE WHEN mod(meter.id, 50) = 10 THEN 0.8 ELSE 1 END,
    %(now)s
FROM meter
LEFT JOIN LATERAL (
    SELECT count(*) AS meters
    FROM meter AS lower
    WHERE lower.parent_id = meter.id
) AS below ON true
CROSS JOIN
    generate_series(
        %(since)s::timestamptz,
        date_trunc('hour', %(now)s::timestamptz) - interval '1 hour',
        interval '1 hour'
    ) AS hour (begins)
