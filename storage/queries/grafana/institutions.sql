-- What the variable "institution" offers: all of the region that is chosen, as one, and each within it. Of
-- all regions the topmost are those whose parent the reader does not see.
WITH RECURSIVE chosen AS (
    SELECT institution.*
    FROM analytics.institution AS institution
    WHERE
        institution.institution = %(region)s::text
        OR (
            %(region)s::text IS NULL
            AND NOT EXISTS (
                SELECT
                FROM analytics.institution AS above
                WHERE above.institution = institution.parent
            )
        )
    UNION
    SELECT below.*
    FROM analytics.institution AS below
    INNER JOIN chosen ON below.parent = chosen.institution
)

SELECT
    choice.__text,
    choice.__value
FROM (
    SELECT
        %(everything)s AS __text,
        coalesce(%(region)s::text, '*') AS __value,
        0 AS position
    UNION ALL
    SELECT
        CASE
            WHEN %(language)s = 'en' AND chosen.institution_name_en <> '' THEN chosen.institution_name_en
            ELSE chosen.institution_name
        END,
        chosen.institution,
        1
    FROM chosen
    WHERE chosen.institution IS DISTINCT FROM %(region)s::text
) AS choice
ORDER BY choice.position ASC, choice.__text ASC
