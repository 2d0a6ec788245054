-- Write which tracker a vehicle carries for a time.
INSERT INTO vehicle_tracker (vehicle_id, device_id, valid)
SELECT
    vehicle.id,
    device.id,
    tstzrange(%(valid_from)s, %(valid_to)s)
FROM vehicle, device
WHERE vehicle.plate = %(plate)s AND device.code = %(device)s
