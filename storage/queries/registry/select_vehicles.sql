-- Every vehicle once for each tracker it has carried, as models.registry.Vehicle has it, in order.
SELECT
    vehicle.plate,
    vehicle.type,
    vehicle.fuel,
    vehicle.duty,
    vehicle.homes,
    vehicle.exempt,
    vehicle.tank_litres,
    vehicle.tags,
    institution.code AS institution,
    device.code AS device,
    lower(tracker.valid) AS valid_from,
    upper(tracker.valid) AS valid_to,
    array(
        SELECT to_jsonb(service) - 'vehicle_id'
        FROM vehicle_service AS service
        WHERE service.vehicle_id = vehicle.id
        ORDER BY service.task
    ) AS services
FROM vehicle
INNER JOIN institution ON vehicle.institution_id = institution.id
INNER JOIN vehicle_tracker AS tracker ON vehicle.id = tracker.vehicle_id
INNER JOIN device ON tracker.device_id = device.id
ORDER BY vehicle.plate, lower(tracker.valid)
