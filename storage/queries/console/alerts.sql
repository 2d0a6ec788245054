-- Alerts in some states of the institutions that are chosen, the most urgent first, each with how many mails
-- went out since it began.
SELECT
    alert.alert_id,
    alert.rule,
    alert.subject,
    alert.state,
    alert.severity,
    alert.since,
    alert.timezone,
    alert.figures,
    CASE
        WHEN %(language)s = 'en' AND institution.institution_name_en <> ''
            THEN institution.institution_name_en
        ELSE coalesce(institution.institution_name, '')
    END AS institution,
    mail.sent,
    mail.failed
FROM analytics.alert AS alert
LEFT JOIN analytics.institution AS institution ON alert.institution = institution.institution
LEFT JOIN LATERAL (
    SELECT
        count(notification.sent_at) AS sent,
        count(notification.failed_at) AS failed
    FROM analytics.notification AS notification
    WHERE notification.alert_id = alert.alert_id AND notification.changed_at >= alert.since
) AS mail ON true
WHERE
    alert.state = any(%(states)s)
    AND (
        %(institution)s::text IS NULL
        OR alert.institution IN (SELECT analytics.institutions_below(%(institution)s::text))
    )
ORDER BY
    array_position(ARRAY['firing', 'acknowledged', 'pending', 'no_data', 'silenced'], alert.state),
    alert.since DESC,
    alert.alert_id ASC
LIMIT 200
