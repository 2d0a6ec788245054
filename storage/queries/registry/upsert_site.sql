-- Write one site.
INSERT INTO place (code, name, name_en, kind, timezone, heating, institution_id)
VALUES (
    %(code)s, %(name)s, %(name_en)s, 'site', %(timezone)s, %(heating)s,
    (
        SELECT institution.id FROM institution
        WHERE institution.code = %(institution)s
    )
)
ON CONFLICT (code) DO UPDATE SET
    name = excluded.name, name_en = excluded.name_en, timezone = excluded.timezone,
    heating = excluded.heating, institution_id = excluded.institution_id
