-- Silences as people see them, and the console may end one.
CREATE VIEW analytics.silence WITH (security_barrier) AS
SELECT
    silence.id AS silence_id,
    institution.code AS institution,
    silence.rule,
    silence.subject,
    silence.begins_at,
    silence.ends_at,
    silence.recurrence,
    extract(EPOCH FROM silence.lasting)::double precision AS lasting_s,
    silence.timezone,
    silence.reason,
    silence.author,
    silence.created_at,
    silence.ended_at,
    silence.ended_by
FROM silence
LEFT JOIN institution ON silence.institution_id = institution.id
WHERE
    (SELECT seen.everything FROM seen)
    OR silence.institution_id = any((SELECT seen.institutions FROM seen)::integer[]);
COMMENT ON VIEW analytics.silence IS 'Silences (静默): times in which nobody is told of some alerts; all that is given must hold';
COMMENT ON COLUMN analytics.silence.silence_id IS 'Number of the silence';
COMMENT ON COLUMN analytics.silence.institution IS 'Code of the institution, with all below it; NULL: of every one';
COMMENT ON COLUMN analytics.silence.rule IS 'Code of the rule; NULL: of every one';
COMMENT ON COLUMN analytics.silence.subject IS 'What the alerts are about, as in meter:w1; NULL: anything';
COMMENT ON COLUMN analytics.silence.begins_at IS 'When it begins';
COMMENT ON COLUMN analytics.silence.ends_at IS 'When it is to end; NULL: it recurs until somebody ends it';
COMMENT ON COLUMN analytics.silence.recurrence IS 'Cron expression or iCalendar rule of the times when it holds; empty: all of its time';
COMMENT ON COLUMN analytics.silence.lasting_s IS 'How long each of those times lasts [s]; NULL: it does not recur';
COMMENT ON COLUMN analytics.silence.timezone IS 'IANA time zone of the recurrence';
COMMENT ON COLUMN analytics.silence.reason IS 'Why';
COMMENT ON COLUMN analytics.silence.author IS 'Who said so';
COMMENT ON COLUMN analytics.silence.created_at IS 'When that was said';
COMMENT ON COLUMN analytics.silence.ended_at IS 'When somebody ended it before its time; NULL: nobody did';
COMMENT ON COLUMN analytics.silence.ended_by IS 'Who ended it; empty: nobody';
GRANT SELECT ON analytics.silence
TO guanjia_ingest, guanjia_analytics, guanjia_alerts, guanjia_registrar, guanjia_reader;
GRANT SELECT (ended_at, ends_at), UPDATE (ended_at, ended_by) ON silence TO guanjia_console;
