-- Write one place inside a site; its parent is there already.
INSERT INTO place (code, name, name_en, kind, parent_id, institution_id)
VALUES (
    %(code)s, %(name)s, %(name_en)s, %(kind)s,
    (
        SELECT parent.id FROM place AS parent
        WHERE parent.code = %(parent)s
    ),
    (
        SELECT institution.id FROM institution
        WHERE institution.code = %(institution)s
    )
)
ON CONFLICT (code) DO UPDATE SET
    name = excluded.name, name_en = excluded.name_en, kind = excluded.kind, parent_id = excluded.parent_id,
    institution_id = excluded.institution_id
