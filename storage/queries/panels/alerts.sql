-- Alerts that somebody has to know of, the most urgent first, with what became of their mail. A meter that is
-- not judged yet, as each is in its first weeks, is counted by its rule alone.
SELECT
    alert.state,
    alert.severity,
    CASE
        WHEN %(language)s = 'en' AND institution.institution_name_en <> ''
            THEN institution.institution_name_en
        ELSE coalesce(institution.institution_name, alert.subject)
    END AS institution,
    coalesce(alert.figures ->> 'indicator', alert.rule) AS subject,
    (alert.figures ->> 'used_share')::double precision
    / nullif((alert.figures ->> 'due_share')::double precision, 0) - 1 AS over_share,
    alert.since,
    mail.sent_at,
    alert.timezone
FROM analytics.alert AS alert
LEFT JOIN analytics.institution AS institution ON alert.institution = institution.institution
LEFT JOIN LATERAL (
    SELECT max(notification.sent_at) AS sent_at
    FROM analytics.notification AS notification
    WHERE notification.alert_id = alert.alert_id AND notification.changed_at >= alert.since
) AS mail ON true
WHERE
    (
        alert.state IN ('firing', 'pending', 'acknowledged', 'silenced')
        OR (alert.state = 'no_data' AND NOT starts_with(alert.subject, 'meter:'))
    )
    AND (
        %(institution)s::text IS NULL
        OR alert.institution IN (SELECT analytics.institutions_below(%(institution)s::text))
    )
ORDER BY
    array_position(ARRAY['firing', 'acknowledged', 'pending', 'no_data', 'silenced'], alert.state),
    alert.since DESC,
    alert.alert_id ASC
LIMIT 50
