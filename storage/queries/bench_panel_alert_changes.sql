-- How each of those alerts fired and was over every two months of the year, and how it came to be what it is.
INSERT INTO alert_change (alert_id, at, from_state, to_state, reason)
SELECT
    alert.id,
    alert.since - round.number * interval '60 days' + step.behind,
    step.was,
    step.state,
    step.reason
FROM alert
CROSS JOIN generate_series(0, 5) AS round (number)
CROSS JOIN
    LATERAL (
        VALUES
        (interval '0', 'inactive', 'pending', 'breached'),
        (interval '1 hour', 'pending', 'firing', 'breached'),
        (interval '2 days', 'firing', 'resolved', 'over')
    ) AS step (behind, was, state, reason)
WHERE
    alert.since <= %(now)s::timestamptz
    AND (
        round.number > 0
        OR step.state = 'pending'
        OR (step.state = 'firing' AND alert.state IN ('firing', 'acknowledged', 'silenced', 'resolved'))
        OR (step.state = 'resolved' AND alert.state = 'resolved')
    )
    AND alert.since - round.number * interval '60 days' + step.behind <= %(now)s::timestamptz
ORDER BY 2, 1
