-- A place and those it lies in that the reader sees, the site first; nothing where it is not seen.
WITH RECURSIVE above AS (
    SELECT
        place.*,
        0 AS distance
    FROM analytics.place AS place
    WHERE place.place = %(place)s
    UNION ALL
    SELECT
        parent.*,
        above.distance + 1 AS distance
    FROM above
    INNER JOIN analytics.place AS parent ON above.parent = parent.place
)

SELECT
    above.place AS code,
    CASE
        WHEN %(language)s = 'en' AND above.place_name_en <> '' THEN above.place_name_en
        ELSE above.place_name
    END AS name,
    above.kind,
    above.institution
FROM above
ORDER BY above.distance DESC
