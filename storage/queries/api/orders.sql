-- Dispatch orders, by the time they are planned for.
SELECT
    planned.order_id,
    planned.institution,
    planned.number,
    planned.applicant,
    planned.purpose,
    planned.destination,
    planned.fence,
    planned.lon,
    planned.lat,
    planned.planned_from,
    planned.planned_to,
    planned.plate,
    planned.driver,
    planned.passengers,
    planned.state,
    planned.approved_by,
    planned.approved_at,
    planned.changed_at,
    planned.changed_by,
    planned.note
FROM analytics.dispatch_order AS planned
WHERE
    (%(vehicle)s::text IS NULL OR planned.plate = %(vehicle)s)
    AND (%(institution)s::text IS NULL OR planned.institution = %(institution)s)
    AND (%(state)s::text IS NULL OR planned.state = %(state)s)
    AND (%(since)s::timestamptz IS NULL OR planned.planned_to > %(since)s)
    AND (%(until)s::timestamptz IS NULL OR planned.planned_from < %(until)s)
    AND (
        %(after_planned_from)s::timestamptz IS NULL
        OR (planned.planned_from, planned.order_id)
        > (%(after_planned_from)s::timestamptz, %(after_order_id)s::integer)
    )
ORDER BY planned.planned_from, planned.order_id
LIMIT %(rows)s
