-- The institutions that meters belong to.
SELECT DISTINCT
    meter.id AS meter_id,
    site.institution_id
FROM meter
INNER JOIN analytics.site AS site ON meter.place_id = site.place_id
WHERE meter.id = any(%(meters)s::integer[])
