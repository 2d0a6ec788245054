-- Silences that nobody ended and that are not over, with the code of their institution.
SELECT
    silence.id,
    institution.code AS institution,
    silence.rule,
    silence.subject,
    silence.begins_at,
    silence.ends_at,
    silence.recurrence,
    silence.lasting,
    silence.timezone,
    silence.reason,
    silence.author
FROM silence
LEFT JOIN institution ON silence.institution_id = institution.id
WHERE
    silence.ended_at IS NULL
    AND (silence.ends_at IS NULL OR silence.ends_at > %(now)s)
ORDER BY silence.id
