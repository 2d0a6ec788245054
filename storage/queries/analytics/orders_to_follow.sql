-- Orders of a vehicle that its leaving and coming home may take further, with their outings' bounds.
SELECT
    planned.id,
    institution.code AS institution,
    planned.number,
    vehicle.plate,
    planned.state,
    planned.planned_from,
    planned.planned_to
FROM dispatch_order AS planned
INNER JOIN institution ON planned.institution_id = institution.id
INNER JOIN vehicle ON planned.vehicle_id = vehicle.id
WHERE planned.vehicle_id = %(vehicle)s AND planned.state IN ('dispatched', 'under_way')
ORDER BY planned.planned_from, planned.id
FOR UPDATE OF planned
