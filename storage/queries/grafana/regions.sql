-- What the variable "region" offers: everything, and the institutions that are regions.
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
            WHEN %(language)s = 'en' AND institution.institution_name_en <> ''
                THEN institution.institution_name_en
            ELSE institution.institution_name
        END,
        institution.institution,
        1
    FROM analytics.institution AS institution
    WHERE institution.type = 'region'
) AS choice
ORDER BY choice.position ASC, choice.__text ASC
