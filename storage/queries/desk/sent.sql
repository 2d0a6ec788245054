-- Orders whose vehicle and driver are sent for some of a span of time, but for one of them.
SELECT
    planned.number,
    vehicle.plate,
    institution.code AS institution,
    planned.driver,
    driver.code AS driver_code
FROM dispatch_order AS planned
INNER JOIN institution ON planned.institution_id = institution.id
INNER JOIN vehicle ON planned.vehicle_id = vehicle.id
LEFT JOIN driver
    ON planned.institution_id = driver.institution_id AND planned.driver IN (driver.code, driver.name)
WHERE
    planned.state IN ('dispatched', 'under_way')
    AND planned.id <> %(id)s
    AND planned.planned_from < %(until)s
    AND planned.planned_to > %(since)s
ORDER BY planned.planned_from, planned.number
