-- Silences that hold for some of a span, unless somebody ended them before.
SELECT
    silence.silence_id,
    silence.institution,
    silence.rule,
    silence.subject,
    silence.begins_at,
    silence.ends_at,
    silence.recurrence,
    silence.lasting_s,
    silence.timezone,
    silence.reason,
    silence.author,
    silence.created_at,
    silence.ended_at,
    silence.ended_by
FROM analytics.silence AS silence
WHERE
    (%(silence)s::text IS NULL OR silence.silence_id::text = %(silence)s)
    AND (%(institution)s::text IS NULL OR silence.institution = %(institution)s)
    AND (%(rule)s::text IS NULL OR silence.rule = %(rule)s)
    AND (
        %(since)s::timestamptz IS NULL
        OR coalesce(silence.ended_at, silence.ends_at, 'infinity') > %(since)s
    )
    AND (%(until)s::timestamptz IS NULL OR silence.begins_at < %(until)s)
    AND (%(after_silence_id)s::bigint IS NULL OR silence.silence_id > %(after_silence_id)s)
ORDER BY silence.silence_id
LIMIT %(rows)s
