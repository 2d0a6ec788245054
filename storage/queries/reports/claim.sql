-- Claim the report that is due longest. A claim made before %(stale_before)s is taken again.
WITH first AS (
    SELECT report.id
    FROM mailed_report AS report
    WHERE
        report.sent_at IS NULL
        AND report.failed_at IS NULL
        AND report.skipped_at IS NULL
        AND report.not_before <= %(now)s
        AND (report.claimed_at IS NULL OR report.claimed_at <= %(stale_before)s)
    ORDER BY report.not_before, report.id
    LIMIT 1
    FOR UPDATE SKIP LOCKED
)

UPDATE mailed_report AS report SET claimed_at = %(now)s, attempts = report.attempts + 1
FROM first, institution
WHERE report.id = first.id AND report.institution_id = institution.id
RETURNING
    report.id,
    report.claimed_at,
    report.attempts,
    institution.code AS institution,
    report.recipient,
    report.language,
    report.kind,
    report.period,
    report.since,
    report.created_at,
    report.only_when_something,
    coalesce((SELECT min(contact.name) FROM contact WHERE contact.email = report.recipient), '')
        AS recipient_name
