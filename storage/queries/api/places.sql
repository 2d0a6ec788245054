-- Places: sites, and what is in them.
SELECT
    place.place,
    place.place_name,
    place.place_name_en,
    place.kind,
    place.parent,
    place.site,
    place.timezone,
    place.institution
FROM analytics.place AS place
WHERE
    (%(site)s::text IS NULL OR place.site = %(site)s)
    AND (%(institution)s::text IS NULL OR place.institution = %(institution)s)
    AND (%(kind)s::text IS NULL OR place.kind = %(kind)s)
    AND (%(after_place)s::text IS NULL OR place.place > %(after_place)s)
ORDER BY place.place
LIMIT %(rows)s
