-- Alerts that began to fire within the period, as marks over time: one a change, however many were told.
SELECT DISTINCT
    notification.changed_at AS time,
    concat_ws(
        ' · ',
        CASE
            WHEN %(language)s = 'en' AND institution.institution_name_en <> ''
                THEN institution.institution_name_en
            ELSE institution.institution_name
        END,
        alert.rule
    ) AS text,
    alert.severity AS tags
FROM analytics.notification AS notification
INNER JOIN analytics.alert AS alert ON notification.alert_id = alert.alert_id
LEFT JOIN analytics.institution AS institution ON alert.institution = institution.institution
WHERE
    notification.to_state = 'firing'
    AND notification.changed_at >= %(since)s::timestamptz
    AND notification.changed_at <= %(now)s::timestamptz
    AND (
        %(institution)s::text IS NULL
        OR alert.institution IN (SELECT analytics.institutions_below(%(institution)s::text))
    )
ORDER BY notification.changed_at DESC
LIMIT 200
