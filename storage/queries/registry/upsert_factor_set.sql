-- Write one set of factors; its factors are written after it.
INSERT INTO factor_set (code, name, name_en, purpose, source, note)
VALUES (%(code)s, %(name)s, %(name_en)s, %(purpose)s, %(source)s, %(note)s)
ON CONFLICT (code) DO UPDATE SET
    name = excluded.name, name_en = excluded.name_en, purpose = excluded.purpose, source = excluded.source,
    note = excluded.note
