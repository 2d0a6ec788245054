-- Silences that are not over, the latest first; NULL: of any number.
SELECT
    silence.silence_id,
    silence.rule,
    silence.subject,
    silence.begins_at,
    silence.ends_at,
    silence.recurrence,
    silence.lasting_s,
    silence.timezone,
    silence.reason,
    silence.author,
    CASE
        WHEN %(language)s = 'en' AND institution.institution_name_en <> ''
            THEN institution.institution_name_en
        ELSE coalesce(institution.institution_name, '')
    END AS institution
FROM analytics.silence AS silence
LEFT JOIN analytics.institution AS institution ON silence.institution = institution.institution
WHERE
    silence.ended_at IS NULL
    AND (silence.ends_at IS NULL OR silence.ends_at > %(now)s)
    AND (%(silence)s::bigint IS NULL OR silence.silence_id = %(silence)s)
ORDER BY silence.begins_at DESC, silence.silence_id DESC
LIMIT 200
