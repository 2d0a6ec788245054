-- Orders of one vehicle planned to begin between two instants, the newest first.
SELECT
    planned.number,
    planned.state,
    planned.planned_from,
    planned.planned_to,
    planned.driver,
    planned.destination,
    planned.purpose
FROM analytics.dispatch_order AS planned
WHERE
    planned.plate = %(plate)s
    AND planned.planned_from >= %(since)s
    AND planned.planned_from < %(until)s
ORDER BY planned.planned_from DESC, planned.number ASC
