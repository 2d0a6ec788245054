-- What the variable "place" offers: everything, and the sites of the institution that is chosen and of those
-- below it.
WITH RECURSIVE chosen AS (
    SELECT institution.institution
    FROM analytics.institution AS institution
    WHERE institution.institution = %(institution)s::text
    UNION
    SELECT below.institution
    FROM analytics.institution AS below
    INNER JOIN chosen ON below.parent = chosen.institution
)

SELECT
    choice.__text,
    choice.__value
FROM (
    SELECT
        %(everything)s AS __text,
        '*' AS __value,
        0 AS position
    UNION ALL
    SELECT
        CASE
            WHEN %(language)s = 'en' AND place.place_name_en <> '' THEN place.place_name_en
            ELSE place.place_name
        END,
        place.place,
        1
    FROM analytics.place AS place
    WHERE
        place.kind = 'site'
        AND (
            %(institution)s::text IS NULL
            OR place.institution IN (SELECT chosen.institution FROM chosen)
        )
) AS choice
ORDER BY choice.position ASC, choice.__text ASC
