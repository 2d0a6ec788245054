-- The vehicles of some institutions with the checks of a day; NULL: none was made.
SELECT
    vehicle.plate,
    institution.code AS institution,
    made.kind,
    made.driver,
    made.passed,
    made.defects,
    made.author,
    made.at
FROM vehicle
INNER JOIN institution ON vehicle.institution_id = institution.id
LEFT JOIN daily_check AS made ON vehicle.id = made.vehicle_id AND made.day = %(day)s
WHERE institution.code = any(%(institutions)s::text[])
ORDER BY vehicle.plate, made.kind
