-- Duty of vehicles that a span touches.
SELECT
    duty.plate,
    duty.institution,
    duty.starts_at,
    duty.ends_at,
    duty.reason,
    duty.registered_at,
    duty.registered_by
FROM analytics.vehicle_duty AS duty
WHERE
    (%(vehicle)s::text IS NULL OR duty.plate = %(vehicle)s)
    AND (%(institution)s::text IS NULL OR duty.institution = %(institution)s)
    AND (%(since)s::timestamptz IS NULL OR duty.ends_at > %(since)s)
    AND (%(until)s::timestamptz IS NULL OR duty.starts_at < %(until)s)
    AND (
        %(after_plate)s::text IS NULL
        OR (duty.plate, duty.starts_at, duty.ends_at)
        > (%(after_plate)s::text, %(after_starts_at)s::timestamptz, %(after_ends_at)s::timestamptz)
    )
ORDER BY duty.plate, duty.starts_at, duty.ends_at
LIMIT %(rows)s
