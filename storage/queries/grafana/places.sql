-- What the variable "place" offers: everything, and the sites of the institution that is chosen and of those
-- below it.
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
            OR place.institution IN (SELECT analytics.institutions_below(%(institution)s::text))
        )
) AS choice
ORDER BY choice.position ASC, choice.__text ASC
