-- What people were told of alerts within the period, and what became of it, the newest first.
WITH RECURSIVE chosen AS (
    SELECT institution.institution
    FROM analytics.institution AS institution
    WHERE institution.institution = %(institution)s::text
    UNION
    SELECT below.institution
    FROM analytics.institution AS below
    INNER JOIN chosen ON below.parent = chosen.institution
)

SELECT
    notification.changed_at,
    CASE
        WHEN %(language)s = 'en' AND institution.institution_name_en <> ''
            THEN institution.institution_name_en
        ELSE institution.institution_name
    END AS institution,
    alert.rule,
    notification.to_state,
    notification.channel,
    notification.sent_at,
    notification.failed_at,
    notification.error,
    alert.timezone
FROM analytics.notification AS notification
INNER JOIN analytics.alert AS alert ON notification.alert_id = alert.alert_id
LEFT JOIN analytics.institution AS institution ON alert.institution = institution.institution
WHERE
    notification.changed_at >= %(since)s::timestamptz
    AND notification.changed_at <= %(now)s::timestamptz
    AND (
        %(institution)s::text IS NULL
        OR alert.institution IN (SELECT chosen.institution FROM chosen)
    )
ORDER BY notification.changed_at DESC, alert.alert_id ASC, notification.channel ASC
LIMIT 100
