-- The sites and the institutions they belong to, the one with most meters first.
SELECT
    CASE
        WHEN %(language)s = 'en' AND place.place_name_en <> '' THEN place.place_name_en
        ELSE place.place_name
    END AS site,
    CASE
        WHEN %(language)s = 'en' AND institution.institution_name_en <> ''
            THEN institution.institution_name_en
        ELSE institution.institution_name
    END AS institution,
    place.timezone
FROM analytics.place AS place
INNER JOIN analytics.institution AS institution ON place.institution = institution.institution
WHERE
    place.kind = 'site'
    AND (
        %(institution)s::text IS NULL
        OR place.institution IN (SELECT analytics.institutions_below(%(institution)s::text))
    )
    AND (%(place)s::text IS NULL OR place.site = %(place)s::text)
ORDER BY
    (
        SELECT count(*)
        FROM analytics.meter AS meter
        WHERE meter.site = place.site
    ) DESC,
    place.place ASC
