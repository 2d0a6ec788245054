-- Take away what is recorded of one vehicle's services, before the present records are written.
DELETE FROM vehicle_service
WHERE vehicle_id = (
    SELECT vehicle.id FROM vehicle
    WHERE vehicle.plate = %(plate)s
)
