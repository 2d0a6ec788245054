-- What people were told of alerts within the period, and what became of it, the newest first.
WITH shown AS MATERIALIZED (
    SELECT
        notification.alert_id,
        notification.changed_at,
        notification.to_state,
        notification.channel,
        notification.sent_at,
        notification.failed_at,
        notification.error
    FROM analytics.notification AS notification
    INNER JOIN analytics.alert AS alert ON notification.alert_id = alert.alert_id
    WHERE
        notification.changed_at >= %(since)s::timestamptz
        -- no mail is older than what it tells of: the index of mails leads there
        AND notification.created_at >= %(since)s::timestamptz
        AND notification.changed_at <= %(now)s::timestamptz
        AND (
            %(institution)s::text IS NULL
            OR alert.institution IN (SELECT analytics.institutions_below(%(institution)s::text))
        )
    ORDER BY notification.changed_at DESC, notification.alert_id ASC, notification.channel ASC
    LIMIT 100
)

-- the rest is asked for those that are shown alone: the zone of an alert takes a look at its sites
SELECT
    shown.changed_at,
    CASE
        WHEN %(language)s = 'en' AND institution.institution_name_en <> ''
            THEN institution.institution_name_en
        ELSE institution.institution_name
    END AS institution,
    alert.rule,
    shown.to_state,
    shown.channel,
    shown.sent_at,
    shown.failed_at,
    shown.error,
    alert.timezone
FROM shown
INNER JOIN analytics.alert AS alert ON shown.alert_id = alert.alert_id
LEFT JOIN analytics.institution AS institution ON alert.institution = institution.institution
ORDER BY shown.changed_at DESC, shown.alert_id ASC, shown.channel ASC
