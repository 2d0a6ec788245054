-- Alerts as they are.
SELECT
    alert.alert_id,
    alert.rule,
    alert.subject,
    alert.institution,
    alert.timezone,
    alert.state,
    alert.since,
    alert.told_at,
    alert.severity,
    alert.figures
FROM analytics.alert AS alert
WHERE
    (%(alert)s::bigint IS NULL OR alert.alert_id = %(alert)s)
    AND (%(institution)s::text IS NULL OR alert.institution = %(institution)s)
    AND (%(rule)s::text IS NULL OR alert.rule = %(rule)s)
    AND (%(state)s::text IS NULL OR alert.state = %(state)s)
    AND (%(since)s::timestamptz IS NULL OR alert.since >= %(since)s)
    AND (%(until)s::timestamptz IS NULL OR alert.since < %(until)s)
    AND (%(after_alert_id)s::bigint IS NULL OR alert.alert_id > %(after_alert_id)s)
ORDER BY alert.alert_id
LIMIT %(rows)s
