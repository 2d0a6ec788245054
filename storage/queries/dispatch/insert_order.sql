-- Enter an order; the number of one that is there already is left alone.
INSERT INTO dispatch_order (
    institution_id, number, applicant, purpose, destination, fence, lon, lat, planned_from, planned_to,
    vehicle_id, driver, passengers, state, entry_key
)
SELECT
    institution.id,
    %(number)s,
    %(applicant)s,
    %(purpose)s,
    %(destination)s,
    %(fence)s,
    %(lon)s,
    %(lat)s,
    %(planned_from)s,
    %(planned_to)s,
    (
        SELECT vehicle.id FROM vehicle
        WHERE vehicle.plate = %(plate)s
    ),
    %(driver)s,
    %(passengers)s,
    %(state)s,
    %(key)s
FROM institution
WHERE institution.code = %(institution)s
ON CONFLICT (institution_id, number) DO NOTHING
RETURNING id
