-- Every place with its kind, site, time zone and institution.
SELECT
    site.place_id,
    place.place,
    place.place_name,
    place.kind,
    place.parent,
    place.site,
    place.timezone,
    place.institution,
    site.institution_name
FROM analytics.place AS place
INNER JOIN analytics.site AS site ON place.place = site.place
ORDER BY place.site, place.place
