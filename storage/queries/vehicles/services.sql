-- What is done to a vehicle again and again, and when it was last done: of one, or of all.
SELECT
    service.plate,
    service.task,
    service.every_km,
    service.every_months,
    service.last_on,
    service.last_odometer_km
FROM analytics.vehicle_service AS service
WHERE %(plate)s::text IS NULL OR service.plate = %(plate)s
ORDER BY service.plate, service.task
