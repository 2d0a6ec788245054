-- That the nights of each water meter are judged.
INSERT INTO meter_watch (meter_id, state, nights_missing, flowing_hours, computed_at)
SELECT
    meter.id,
    'ready',
    0,
    mod(meter.id, 168),
    %(now)s
FROM meter
WHERE meter.medium = 'water'
