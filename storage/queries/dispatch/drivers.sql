-- The drivers that an institution registers.
SELECT
    driver.code,
    driver.name,
    driver.licence_until,
    driver.valid_from,
    driver.valid_to
FROM driver
INNER JOIN institution ON driver.institution_id = institution.id
WHERE institution.code = %(institution)s
ORDER BY driver.code
