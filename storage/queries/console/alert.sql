-- One alert as it is; nothing where the reader does not see it.
SELECT
    alert.alert_id,
    alert.rule,
    alert.subject,
    alert.institution AS institution_code,
    alert.state,
    alert.severity,
    alert.since,
    alert.timezone,
    alert.figures,
    CASE
        WHEN %(language)s = 'en' AND institution.institution_name_en <> ''
            THEN institution.institution_name_en
        ELSE coalesce(institution.institution_name, '')
    END AS institution
FROM analytics.alert AS alert
LEFT JOIN analytics.institution AS institution ON alert.institution = institution.institution
WHERE alert.alert_id = %(alert)s
