-- Record what became of a claimed report. That it was sent stands whoever holds the claim by now.
UPDATE mailed_report SET
    sent_at = %(sent_at)s,
    failed_at = %(failed_at)s,
    skipped_at = %(skipped_at)s,
    not_before = coalesce(%(not_before)s, mailed_report.not_before),
    claimed_at = NULL,
    error = %(error)s
WHERE
    mailed_report.id = %(report)s
    AND mailed_report.sent_at IS NULL
    AND mailed_report.failed_at IS NULL
    AND mailed_report.skipped_at IS NULL
    AND (mailed_report.claimed_at = %(claimed_at)s OR %(sent_at)s::timestamptz IS NOT NULL)
