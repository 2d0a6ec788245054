-- Institutions and what is above each.
SELECT
    institution.institution,
    institution.institution_name,
    institution.institution_name_en,
    institution.type,
    institution.parent
FROM analytics.institution AS institution
WHERE
    (%(institution)s::text IS NULL OR institution.institution = %(institution)s)
    AND (%(type)s::text IS NULL OR institution.type = %(type)s)
    AND (%(after_institution)s::text IS NULL OR institution.institution > %(after_institution)s)
ORDER BY institution.institution
LIMIT %(rows)s
