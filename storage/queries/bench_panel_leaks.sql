-- Four leaks of each water meter that lasted two weeks each; one in ten still runs.
INSERT INTO leak_finding (
    meter_id, reason, since, decided, latest, ended, flow_m3h, expected_m3h, spread_m3h, share, computed_at
)
SELECT
    meter.id,
    (ARRAY['night_step', 'continuous_flow', 'balance_step'])[1 + mod(meter.id, 3)],
    began.day,
    began.day + 2,
    began.day + 14,
    CASE WHEN began.number > 0 OR mod(meter.id, 10) > 0 THEN began.day + 15 END,
    0.4 + mod(meter.id, 30) / 40.0,
    0.2,
    0.05,
    0.08,
    %(now)s
FROM meter
CROSS JOIN generate_series(0, 3) AS quarter (number)
CROSS JOIN
    LATERAL (
        SELECT
            quarter.number,
            (%(now)s::timestamptz)::date
            - 15
            - 90 * quarter.number
            - mod(meter.id, 60) * least(quarter.number, 1)
                AS day
    ) AS began
WHERE meter.medium = 'water'
