-- Alerts about a meter, its device or a place it stands in, those that last first.
SELECT
    alert.alert_id,
    alert.rule,
    alert.state,
    alert.severity,
    alert.since,
    alert.figures,
    alert.timezone
FROM analytics.alert AS alert
WHERE
    concat_ws(':', split_part(alert.subject, ':', 1), split_part(alert.subject, ':', 2)) = any(%(subjects)s)
    AND alert.state <> 'inactive'
ORDER BY alert.state = 'resolved' ASC, alert.since DESC
LIMIT 20
