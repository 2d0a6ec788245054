-- Every virtual meter with its parts in the order of their codes, as models.registry.VirtualMeter has them.
SELECT
    virtual.code,
    virtual.name,
    virtual.name_en,
    virtual.medium,
    quantity.name AS quantity,
    virtual.level,
    parent.code AS parent,
    virtual.item,
    place.code AS place,
    (
        SELECT
            json_agg(
                json_build_object('meter', coalesce(meter.code, inner_virtual.code), 'share', part.share)
                ORDER BY coalesce(meter.code, inner_virtual.code) COLLATE "C"
            )
        FROM virtual_meter_part AS part
        LEFT JOIN meter ON part.meter_id = meter.id
        LEFT JOIN virtual_meter AS inner_virtual ON part.part_virtual_id = inner_virtual.id
        WHERE part.virtual_id = virtual.id
    ) AS parts
FROM virtual_meter AS virtual
INNER JOIN quantity ON virtual.quantity_id = quantity.id
INNER JOIN place ON virtual.place_id = place.id
LEFT JOIN meter AS parent ON virtual.parent_id = parent.id
