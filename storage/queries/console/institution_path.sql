-- An institution and those above it that the reader sees, the topmost first; nothing where it is not seen.
WITH RECURSIVE above AS (
    SELECT
        institution.*,
        0 AS distance
    FROM analytics.institution AS institution
    WHERE institution.institution = %(institution)s
    UNION ALL
    SELECT
        parent.*,
        above.distance + 1 AS distance
    FROM above
    INNER JOIN analytics.institution AS parent ON above.parent = parent.institution
)

SELECT
    above.institution AS code,
    CASE
        WHEN %(language)s = 'en' AND above.institution_name_en <> '' THEN above.institution_name_en
        ELSE above.institution_name
    END AS name,
    above.type
FROM above
ORDER BY above.distance DESC
