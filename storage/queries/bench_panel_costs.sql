-- A year of receipts of every vehicle; half of the dear repairs have no approval.
INSERT INTO vehicle_cost (
    vehicle_id, day, kind, amount_yuan, litres, odometer_km, supplier, voucher, approval, approval_above_yuan,
    receipt, copy, recorded_at, recorded_by
)
SELECT
    vehicle.id,
    day.begins,
    paid.kind,
    paid.yuan * (80 + mod(vehicle.id * 31 + day.number * 17, 50)) / 100.0,
    CASE paid.kind WHEN 'fuel' THEN 30 + mod(vehicle.id + day.number, 20) END,
    CASE paid.kind WHEN 'fuel' THEN 41000 + 40 * day.number END,
    '定点单位',
    paid.kind || '-' || vehicle.id || '-' || day.number,
    CASE WHEN paid.needs_above IS NOT NULL AND mod(vehicle.id, 2) = 0 THEN '办公会纪要' ELSE '' END,
    paid.needs_above,
    'bench-' || vehicle.id || '-' || paid.kind || '-' || day.number,
    1,
    day.begins + interval '1 day',
    '内勤'
FROM vehicle
CROSS JOIN (
    SELECT
        each.number,
        (%(since)s::timestamptz)::date + each.number AS begins
    FROM generate_series(0, (%(now)s::timestamptz)::date - (%(since)s::timestamptz)::date) AS each (number)
) AS day
INNER JOIN (
    VALUES
    ('fuel', 7, 260, NULL::integer),
    ('tolls', 7, 45, NULL),
    ('washing', 14, 30, NULL),
    ('parking', 30, 60, NULL),
    ('maintenance', 61, 560, NULL),
    ('repair', 122, 2900, 3000),
    ('tyres', 183, 1400, NULL),
    ('insurance', 365, 3100, NULL),
    ('inspection', 365, 160, NULL)
) AS paid (kind, every_days, yuan, needs_above)
    ON mod(day.number + vehicle.id * 11, paid.every_days) = 0
ORDER BY day.begins, vehicle.id
