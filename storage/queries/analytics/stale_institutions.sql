-- Institutions with stale figures, those marked first first.
SELECT
    coalesce(mark.institution_id, site.institution_id) AS institution_id,
    min(mark.id) AS first_mark
FROM stale_figure AS mark
LEFT JOIN meter ON mark.meter_id = meter.id
LEFT JOIN analytics.site AS site ON meter.place_id = site.place_id
WHERE coalesce(mark.institution_id, site.institution_id) IS NOT NULL
GROUP BY coalesce(mark.institution_id, site.institution_id)
ORDER BY first_mark
