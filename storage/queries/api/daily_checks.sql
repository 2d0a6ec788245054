-- The daily checks that were made.
SELECT
    made.plate,
    made.institution,
    made.day,
    made.kind,
    made.driver,
    made.passed,
    made.defects,
    made.at,
    made.author
FROM analytics.daily_check AS made
WHERE
    (%(vehicle)s::text IS NULL OR made.plate = %(vehicle)s)
    AND (%(institution)s::text IS NULL OR made.institution = %(institution)s)
    AND (%(kind)s::text IS NULL OR made.kind = %(kind)s)
    AND (%(since)s::date IS NULL OR made.day >= %(since)s)
    AND (%(until)s::date IS NULL OR made.day < %(until)s)
    AND (
        %(after_plate)s::text IS NULL
        OR (made.plate, made.day, made.kind)
        > (%(after_plate)s::text, %(after_day)s::date, %(after_kind)s::text)
    )
ORDER BY made.plate, made.day, made.kind
LIMIT %(rows)s
