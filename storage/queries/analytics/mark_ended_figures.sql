-- Mark the figures of periods that ended after they were computed: now a tier may judge them.
INSERT INTO stale_figure (institution_id, month)
SELECT
    figure.institution_id,
    min(figure.period_start)
FROM indicator_value AS figure
INNER JOIN figure_subject AS subject ON figure.institution_id = subject.institution_id
WHERE
    figure.period_end::timestamp AT TIME ZONE subject.timezone <= %(now)s
    AND figure.computed_at < figure.period_end::timestamp AT TIME ZONE subject.timezone
GROUP BY figure.institution_id
