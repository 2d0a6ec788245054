-- What is done to vehicles again and again, and when it was last done.
SELECT
    service.vehicle_id AS id,
    service.task,
    service.every_km,
    service.every_months,
    service.last_on,
    service.last_odometer_km
FROM vehicle_service AS service
ORDER BY service.vehicle_id, service.task
