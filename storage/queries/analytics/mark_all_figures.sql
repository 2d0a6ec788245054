-- Mark the figures of every institution as stale, from the year of a day on: a process that starts may have
-- another calendar, and nobody else would notice.
INSERT INTO stale_figure (institution_id, month)
SELECT
    subject.institution_id,
    %(day)s::date
FROM figure_subject AS subject
WHERE NOT EXISTS (
    SELECT FROM stale_figure AS stale
    WHERE
        stale.institution_id = subject.institution_id
        AND NOT stale.is_month
        AND (stale.month IS NULL OR stale.month <= %(day)s::date)
)
