-- A step of each register that nothing explains, every month.
INSERT INTO set_aside (meter_id, at, step, reason, computed_at)
SELECT
    meter.id,
    month.begins + mod(meter.id * 37, 700) * interval '1 hour',
    500 + mod(meter.id, 90),
    'jump',
    %(now)s
FROM meter
CROSS JOIN
    generate_series(
        %(since)s::timestamptz, %(now)s::timestamptz - interval '30 days', interval '30 days'
    ) AS month (begins)
ORDER BY 2, 1
