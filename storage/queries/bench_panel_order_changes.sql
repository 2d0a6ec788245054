-- How each of those orders came to be what it is.
INSERT INTO dispatch_change (order_id, at, author, was, state, recorded_at)
SELECT
    planned.id,
    step.at,
    step.author,
    step.was,
    step.state,
    step.at
FROM dispatch_order AS planned
CROSS JOIN
    LATERAL (
        VALUES
        (planned.planned_from - interval '20 hours', planned.applicant, NULL, 'applied'),
        (planned.planned_from - interval '17 hours', '王主任', 'applied', 'approved'),
        (planned.planned_from - interval '40 minutes', '调度员', 'approved', 'dispatched'),
        (planned.planned_from, 'guanjia', 'dispatched', 'under_way'),
        (planned.planned_to - interval '20 minutes', 'guanjia', 'under_way', 'returned'),
        (planned.planned_to, '调度员', 'returned', 'checked')
    ) AS step (at, author, was, state)
WHERE
    planned.planned_from > %(since)s::timestamptz
    AND (planned.state = 'checked' OR step.state = 'applied')
ORDER BY step.at
