-- Mark the figures of every institution as stale, from the year of a day on: a process that starts may have
-- another calendar, and nobody else would notice.
INSERT INTO stale_figure (institution_id, month)
SELECT
    institution.id,
    %(day)s::date
FROM institution
WHERE
    EXISTS (SELECT FROM analytics.site AS site WHERE site.institution_id = institution.id)
    AND NOT EXISTS (
        SELECT FROM stale_figure AS stale
        WHERE
            stale.institution_id = institution.id
            AND (stale.month IS NULL OR stale.month <= %(day)s::date)
    )
