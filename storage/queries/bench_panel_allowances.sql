-- A monthly allowance of water and one of electricity for each canteen of a year.
INSERT INTO allowance (place_id, medium, month, period, unit, proposed, basis, formula, proposed_at)
SELECT
    place.id,
    medium.name,
    month.begins,
    daterange(month.begins::date, (month.begins + interval '1 month')::date),
    medium.unit,
    300 + mod(place.id, 200),
    'earlier_periods',
    '(a + b + c) / 3',
    month.begins
FROM place
CROSS JOIN (VALUES ('water', 'm3'), ('electricity', 'kWh')) AS medium (name, unit)
CROSS JOIN
    generate_series(
        date_trunc('month', %(since)s::timestamptz AT TIME ZONE 'Asia/Shanghai'),
        date_trunc('month', %(now)s::timestamptz AT TIME ZONE 'Asia/Shanghai'),
        interval '1 month'
    ) AS month (begins)
WHERE place.kind = 'canteen'
ORDER BY month.begins, place.id
