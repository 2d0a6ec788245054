-- Write one meter; its device and parent are there already.
INSERT INTO meter (code, name, device_id, quantity_id, medium, level, parent_id, item, place_id, tags)
VALUES (
    %(code)s, %(name)s,
    (
        SELECT device.id FROM device
        WHERE device.code = %(device)s
    ),
    (
        SELECT quantity.id FROM quantity
        WHERE quantity.name = %(quantity)s
    ),
    %(medium)s, %(level)s,
    (
        SELECT parent.id FROM meter AS parent
        WHERE parent.code = %(parent)s
    ),
    %(item)s,
    (
        SELECT place.id FROM place
        WHERE place.code = %(place)s
    ),
    %(tags)s
)
ON CONFLICT (code) DO UPDATE SET
    name = excluded.name, device_id = excluded.device_id, quantity_id = excluded.quantity_id,
    medium = excluded.medium, level = excluded.level, parent_id = excluded.parent_id, item = excluded.item,
    place_id = excluded.place_id, tags = excluded.tags
