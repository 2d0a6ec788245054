-- What is done to one vehicle again and again, and when it was last done.
SELECT
    service.task,
    service.every_km,
    service.every_months,
    service.last_on,
    service.last_odometer_km
FROM analytics.vehicle_service AS service
WHERE service.plate = %(plate)s
ORDER BY service.task
