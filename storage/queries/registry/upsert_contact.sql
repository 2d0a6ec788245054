-- Write one contact of an institution.
INSERT INTO contact (
    institution_id, name, email, language, reports, reports_at, only_when_something
)
SELECT
    institution.id,
    %(name)s,
    %(email)s,
    %(language)s,
    %(reports)s,
    %(reports_at)s,
    %(only_when_something)s
FROM institution
WHERE institution.code = %(code)s
ON CONFLICT (institution_id, email) DO UPDATE
    SET
        name = excluded.name,
        language = excluded.language,
        reports = excluded.reports,
        reports_at = excluded.reports_at,
        only_when_something = excluded.only_when_something
