-- Silences that are not over: of the institutions that are chosen, and of every one; NULL: of any number.
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
    AND (
        %(institution)s::text IS NULL
        OR silence.institution IS NULL
        OR silence.institution IN (SELECT chosen.institution FROM chosen)
    )
ORDER BY silence.begins_at DESC, silence.silence_id DESC
LIMIT 200
