-- Write one driver; the days of duty are written after it.
INSERT INTO driver (
    code, name, institution_id, phone, licence_class, licence_until, valid_from, valid_to
)
VALUES (
    %(code)s, %(name)s,
    (
        SELECT institution.id FROM institution
        WHERE institution.code = %(institution)s
    ),
    %(phone)s, %(licence_class)s, %(licence_until)s, %(valid_from)s, %(valid_to)s
)
ON CONFLICT (code) DO UPDATE SET
    name = excluded.name, institution_id = excluded.institution_id, phone = excluded.phone,
    licence_class = excluded.licence_class, licence_until = excluded.licence_until,
    valid_from = excluded.valid_from, valid_to = excluded.valid_to
