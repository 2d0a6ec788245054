-- Orders with the vehicle that is assigned, and when they were approved; NULL: of any state, time, plate.
SELECT
    planned.id,
    institution.code AS institution,
    planned.number,
    planned.applicant,
    planned.purpose,
    planned.destination,
    planned.fence,
    planned.lon,
    planned.lat,
    planned.planned_from,
    planned.planned_to,
    vehicle.plate,
    planned.driver,
    planned.passengers,
    planned.state,
    (
        SELECT change.at FROM dispatch_change AS change
        WHERE change.order_id = planned.id AND change.state = 'approved'
        ORDER BY change.id DESC
        LIMIT 1
    ) AS approved_at
FROM dispatch_order AS planned
INNER JOIN institution ON planned.institution_id = institution.id
LEFT JOIN vehicle ON planned.vehicle_id = vehicle.id
WHERE
    (%(states)s::text[] IS NULL OR planned.state = any(%(states)s::text[]))
    AND planned.planned_to > coalesce(%(since)s::timestamptz, '-infinity')
    AND planned.planned_from < coalesce(%(until)s::timestamptz, 'infinity')
    AND (%(plate)s::text IS NULL OR vehicle.plate = %(plate)s)
    AND (%(number)s::text IS NULL OR planned.number = %(number)s)
    AND (%(institution)s::text IS NULL OR institution.code = %(institution)s)
ORDER BY planned.planned_from, institution.code, planned.number
