-- Bring an order into a state, with the vehicle and driver that are assigned by then.
UPDATE dispatch_order SET
    state = %(state)s,
    driver = %(driver)s,
    vehicle_id = (
        SELECT vehicle.id FROM vehicle
        WHERE vehicle.plate = %(plate)s
    )
WHERE id = %(id)s
