-- The alerts that a link in a mail names, as they are now. Acknowledged: since it began to fire.
SELECT
    alert.alert_id AS id,
    alert.rule,
    alert.subject,
    alert.state,
    alert.since,
    alert.timezone,
    alert.figures,
    coalesce(institution.institution_name, '') AS institution_name,
    coalesce(institution.institution_name_en, '') AS institution_name_en,
    coalesce(acknowledged.at >= coalesce(fired.fired_at, alert.since), false) AS is_acknowledged
FROM analytics.alert AS alert
INNER JOIN public.alert AS fired ON alert.alert_id = fired.id
LEFT JOIN analytics.institution AS institution ON alert.institution = institution.institution
LEFT JOIN LATERAL (
    SELECT max(acknowledgement.at) AS at
    FROM acknowledgement
    WHERE acknowledgement.alert_id = alert.alert_id
) AS acknowledged ON true
WHERE alert.alert_id = any(%(alerts)s)
ORDER BY alert.alert_id
