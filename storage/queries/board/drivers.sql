-- Drivers of a day with the turns they are on duty by; one without turns has one row.
SELECT
    driver.driver,
    driver.driver_name,
    driver.licence_class,
    driver.licence_until,
    turn.first_day,
    turn.last_day,
    turn.every,
    turn.days
FROM analytics.driver AS driver
LEFT JOIN analytics.driver_turn AS turn ON driver.driver = turn.driver
WHERE driver.valid_from <= %(day)s AND (driver.valid_to IS NULL OR driver.valid_to > %(day)s)
ORDER BY driver.driver_name, driver.driver, turn.first_day, turn.every
