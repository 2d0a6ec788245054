-- Write one virtual meter; its parts are written after it.
INSERT INTO virtual_meter (code, name, name_en, medium, quantity_id, level, parent_id, item, place_id)
VALUES (
    %(code)s, %(name)s, %(name_en)s, %(medium)s,
    (
        SELECT quantity.id FROM quantity
        WHERE quantity.name = %(quantity)s
    ),
    %(level)s,
    (
        SELECT meter.id FROM meter
        WHERE meter.code = %(parent)s
    ),
    %(item)s,
    (
        SELECT place.id FROM place
        WHERE place.code = %(place)s
    )
)
ON CONFLICT (code) DO UPDATE SET
    name = excluded.name, name_en = excluded.name_en, medium = excluded.medium,
    quantity_id = excluded.quantity_id, level = excluded.level, parent_id = excluded.parent_id,
    item = excluded.item, place_id = excluded.place_id
