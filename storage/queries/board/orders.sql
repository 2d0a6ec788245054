-- Orders planned for some of a span of time, but for those that were refused or cancelled; and all under way.
SELECT
    planned.number,
    planned.state,
    planned.plate,
    planned.driver,
    planned.planned_from,
    planned.planned_to,
    planned.destination,
    planned.purpose,
    planned.applicant
FROM analytics.dispatch_order AS planned
WHERE
    planned.state = 'under_way'
    OR (
        planned.planned_from < %(until)s
        AND planned.planned_to > %(since)s
        AND planned.state NOT IN ('refused', 'cancelled')
    )
ORDER BY planned.planned_from, planned.institution, planned.number
