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
    EXISTS (
        SELECT 1 FROM acknowledgement
        INNER JOIN public.alert AS fired ON acknowledgement.alert_id = fired.id
        WHERE
            acknowledgement.alert_id = alert.alert_id
            AND acknowledgement.at >= coalesce(fired.fired_at, alert.since)
    ) AS is_acknowledged
FROM analytics.alert AS alert
LEFT JOIN analytics.institution AS institution ON alert.institution = institution.institution
WHERE alert.alert_id = any(%(alerts)s)
ORDER BY alert.alert_id
