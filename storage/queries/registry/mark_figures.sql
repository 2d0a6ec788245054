-- Mark the figures of an institution as stale, from the year of a day on; without a day, all of them.
INSERT INTO stale_figure (institution_id, month)
SELECT
    institution.id,
    %(since)s::date
FROM institution
WHERE institution.code = %(institution)s
