-- What the state machine remembers of the alerts of rules, with the latest acknowledgement of each.
SELECT
    alert.rule,
    alert.subject,
    alert.institution_id,
    alert.severity,
    alert.state,
    alert.since,
    alert.told_at,
    alert.fired_at,
    alert.escalated_at,
    acknowledged.at AS acknowledged_at
FROM alert
LEFT JOIN LATERAL (
    SELECT max(acknowledgement.at) AS at
    FROM acknowledgement
    WHERE acknowledgement.alert_id = alert.id
) AS acknowledged ON TRUE
