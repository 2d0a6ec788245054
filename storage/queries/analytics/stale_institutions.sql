-- Institutions with stale figures, those marked first first.
SELECT
    institution_id,
    min(id) AS first_mark
FROM stale_figure
GROUP BY institution_id
ORDER BY first_mark
