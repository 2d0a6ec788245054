-- Write one institution; its parent is there already.
INSERT INTO institution (code, name, name_en, type, parent_id)
VALUES (
    %(code)s, %(name)s, %(name_en)s, %(type)s,
    (
        SELECT parent.id FROM institution AS parent
        WHERE parent.code = %(parent)s
    )
)
ON CONFLICT (code) DO UPDATE SET
    name = excluded.name, name_en = excluded.name_en, type = excluded.type, parent_id = excluded.parent_id
