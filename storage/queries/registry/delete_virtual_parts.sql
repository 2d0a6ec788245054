-- Take away the parts of one virtual meter, before its present ones are written.
DELETE FROM virtual_meter_part
WHERE virtual_id = (
    SELECT virtual.id FROM virtual_meter AS virtual
    WHERE virtual.code = %(code)s
)
