-- Take away which places one meter serves, before the present ones are written.
DELETE FROM meter_serves
WHERE meter_id = (
    SELECT meter.id FROM meter
    WHERE meter.code = %(code)s
)
