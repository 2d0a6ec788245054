-- Take away which trackers one vehicle carried, before the present history is written; fixes are not touched.
DELETE FROM vehicle_tracker
WHERE vehicle_id = (
    SELECT vehicle.id FROM vehicle
    WHERE vehicle.plate = %(plate)s
)
