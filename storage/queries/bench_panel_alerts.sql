-- An alert of each of five states for a meter in twenty.
INSERT INTO alert (rule, subject, institution_id, state, since, fired_at, severity, figures)
SELECT
    'leak-at-night',
    'meter:' || meter.code,
    place.institution_id,
    (ARRAY['firing', 'acknowledged', 'pending', 'no_data', 'resolved'])[1 + mod(meter.id / 20, 5)],
    %(now)s::timestamptz - mod(meter.id, 700) * interval '1 hour',
    %(now)s::timestamptz - mod(meter.id, 700) * interval '1 hour',
    (ARRAY['warning', 'critical'])[1 + mod(meter.id / 20, 2)],
    '{}'
FROM meter
INNER JOIN device ON meter.device_id = device.id
INNER JOIN place ON device.site_id = place.id
WHERE mod(meter.id, 20) = 1
