-- Alarms that vehicle terminals raised.
SELECT
    raised.device,
    raised.plate,
    raised.institution,
    raised.alarm,
    raised.started_at,
    raised.ended_at
FROM analytics.terminal_alarm AS raised
WHERE
    (%(vehicle)s::text IS NULL OR raised.plate = %(vehicle)s)
    AND (%(institution)s::text IS NULL OR raised.institution = %(institution)s)
    AND (%(alarm)s::text IS NULL OR raised.alarm = %(alarm)s)
    AND (%(since)s::timestamptz IS NULL OR raised.started_at >= %(since)s)
    AND (%(until)s::timestamptz IS NULL OR raised.started_at < %(until)s)
    AND (
        %(after_device)s::text IS NULL
        OR (raised.device, raised.alarm, raised.started_at)
        > (%(after_device)s::text, %(after_alarm)s::text, %(after_started_at)s::timestamptz)
    )
ORDER BY raised.device, raised.alarm, raised.started_at
LIMIT %(rows)s
