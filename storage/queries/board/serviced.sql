-- Vehicles of which services are recorded.
SELECT DISTINCT service.plate
FROM analytics.vehicle_service AS service
ORDER BY service.plate
