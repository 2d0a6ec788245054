-- Drivers and how long their licences hold.
SELECT
    driver.driver,
    driver.driver_name,
    driver.institution,
    driver.licence_class,
    driver.licence_until,
    driver.valid_from,
    driver.valid_to
FROM analytics.driver AS driver
WHERE
    (%(driver)s::text IS NULL OR driver.driver = %(driver)s)
    AND (%(institution)s::text IS NULL OR driver.institution = %(institution)s)
    AND (%(after_driver)s::text IS NULL OR driver.driver > %(after_driver)s)
ORDER BY driver.driver
LIMIT %(rows)s
