-- Write one contact of an institution.
INSERT INTO contact (institution_id, name, email, language)
SELECT
    institution.id,
    %(name)s,
    %(email)s,
    %(language)s
FROM institution
WHERE institution.code = %(code)s
ON CONFLICT (institution_id, email) DO UPDATE SET name = excluded.name, language = excluded.language
