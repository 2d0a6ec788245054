-- What the state machine remembers of the alerts of one rule.
SELECT
    alert.subject,
    alert.institution_id,
    alert.state,
    alert.since,
    alert.told_at
FROM alert
WHERE alert.rule = %(rule)s
