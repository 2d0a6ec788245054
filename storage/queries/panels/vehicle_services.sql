-- Services of vehicles that are done every so many months, by the day on which they are due next; how many
-- kilometres one may still drive is in the file of a vehicle.
SELECT
    service.plate,
    service.task,
    service.last_on,
    (service.last_on + make_interval(months => service.every_months))::date AS due_on,
    (service.last_on + make_interval(months => service.every_months))::date
    - %(now)s::timestamptz::date AS days_left,
    service.every_km
FROM analytics.vehicle_service AS service
INNER JOIN analytics.vehicle_registration AS vehicle ON service.plate = vehicle.plate
WHERE
    service.every_months IS NOT NULL
    AND (
        %(institution)s::text IS NULL
        OR vehicle.institution IN (SELECT analytics.institutions_below(%(institution)s::text))
    )
ORDER BY due_on ASC NULLS LAST, service.plate ASC, service.task ASC
LIMIT 100
