-- Every driver with the days of duty, as models.registry.Driver has them.
SELECT
    driver.code,
    driver.name,
    institution.code AS institution,
    driver.phone,
    driver.licence_class,
    driver.licence_until,
    driver.valid_from,
    driver.valid_to,
    array(
        SELECT to_jsonb(turn) - 'driver_id'
        FROM driver_turn AS turn
        WHERE turn.driver_id = driver.id
        ORDER BY turn.first_day
    ) AS duty
FROM driver
INNER JOIN institution ON driver.institution_id = institution.id
ORDER BY driver.code
