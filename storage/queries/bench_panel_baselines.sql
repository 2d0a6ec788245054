-- What each meter was trained with.
INSERT INTO meter_baseline (
    meter_id, version, state, days_missing, trained_from, trained_to, trained_days, spread, parameters,
    trained_at
)
SELECT
    meter.id,
    1,
    'ready',
    0,
    (%(since)s::timestamptz)::date,
    (%(now)s::timestamptz)::date - 30,
    335,
    0.1,
    '{}',
    %(now)s
FROM meter
