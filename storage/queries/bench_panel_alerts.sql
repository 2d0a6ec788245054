-- An alert of each rule and subject that it ever fired for; one in twenty-five fires now.
INSERT INTO alert (rule, subject, institution_id, state, since, fired_at, severity, figures)
SELECT
    rule.code,
    about.kind || about.code,
    about.institution_id,
    (
        ARRAY['firing', 'firing', 'acknowledged', 'pending', 'no_data', 'silenced', 'resolved', 'inactive']
    )[1 + least(drawn.chance, 6 + mod(drawn.chance, 2))],
    drawn.since,
    drawn.since,
    (ARRAY['warning', 'critical'])[1 + mod(drawn.chance, 2)],
    CASE
        WHEN rule.code = 'water-per-person'
            THEN '{"indicator": "water_per_person", "used_share": 0.96, "due_share": 0.91}'::jsonb
        ELSE '{}'::jsonb
    END
FROM (
    SELECT
        'meter:' AS kind,
        meter.id,
        meter.code,
        owned.institution_id
    FROM meter
    INNER JOIN place_owner AS owned ON meter.place_id = owned.place_id
    UNION ALL
    SELECT
        'device:',
        device.id,
        device.code,
        owned.institution_id
    FROM device
    INNER JOIN place_owner AS owned ON device.site_id = owned.place_id
    UNION ALL
    SELECT
        'vehicle:',
        vehicle.id,
        vehicle.plate,
        vehicle.institution_id
    FROM vehicle
    UNION ALL
    SELECT
        '',
        institution.id,
        institution.code,
        institution.id
    FROM institution
    WHERE institution.type <> 'region'
) AS about
INNER JOIN (
    VALUES
    ('meter:', 0, 'leak-at-night'),
    ('meter:', 1, 'unusual-use'),
    ('device:', 2, 'silent-device'),
    ('vehicle:', 3, 'vehicle-speeding'),
    ('vehicle:', 4, 'vehicle-left-area'),
    ('vehicle:', 5, 'vehicle-out-of-hours'),
    ('vehicle:', 6, 'vehicle-maintenance-due'),
    ('', 7, 'water-per-person'),
    ('', 8, 'low-coverage')
) AS rule (kind, number, code) ON about.kind = rule.kind
CROSS JOIN
    LATERAL (
        SELECT
            mod(about.id * 7919 + rule.number * 13, 50) AS chance,
            %(now)s::timestamptz - (1 + mod(about.id * 61 + rule.number, 700)) * interval '1 hour' AS since
    ) AS drawn
ON CONFLICT (rule, subject) DO NOTHING
