-- A page of the orders of some institutions, the latest first; NULL: of any id, state, day, plate, text.
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
LEFT JOIN driver ON planned.institution_id = driver.institution_id AND planned.driver = driver.code
WHERE
    institution.code = any(%(institutions)s::text[])
    AND (%(id)s::integer IS NULL OR planned.id = %(id)s)
    AND (%(states)s::text[] IS NULL OR planned.state = any(%(states)s::text[]))
    AND planned.planned_to > coalesce(%(since)s::timestamptz, '-infinity')
    AND planned.planned_from < coalesce(%(until)s::timestamptz, 'infinity')
    AND (%(plate)s::text IS NULL OR vehicle.plate = %(plate)s)
    AND (
        %(text)s::text IS NULL
        OR strpos(
            lower(
                concat_ws(
                    ' ', planned.number, planned.applicant, planned.purpose, planned.destination,
                    planned.passengers, planned.driver, driver.name, vehicle.plate
                )
            ),
            lower(%(text)s)
        ) > 0
    )
    AND (
        %(after_id)s::integer IS NULL
        OR (planned.planned_from, planned.id) < (%(after_at)s::timestamptz, %(after_id)s)
    )
ORDER BY planned.planned_from DESC, planned.id DESC
LIMIT %(limit)s
