-- Write one part of a virtual meter: a meter, or another virtual meter.
INSERT INTO virtual_meter_part (virtual_id, meter_id, part_virtual_id, share)
SELECT
    virtual.id,
    (
        SELECT meter.id FROM meter
        WHERE meter.code = %(meter)s
    ),
    (
        SELECT inner_virtual.id FROM virtual_meter AS inner_virtual
        WHERE inner_virtual.code = %(virtual)s
    ),
    %(share)s
FROM virtual_meter AS virtual
WHERE virtual.code = %(code)s
