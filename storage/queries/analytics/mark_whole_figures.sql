-- Mark all figures of the institutions of meters as stale.
INSERT INTO stale_figure (institution_id)
SELECT DISTINCT site.institution_id
FROM meter
INNER JOIN analytics.site AS site ON meter.place_id = site.place_id
WHERE meter.id = any(%(meters)s::integer[])
