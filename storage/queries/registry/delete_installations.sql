-- Take away the installations of one meter, before its present history is written; readings are not touched.
DELETE FROM installation
WHERE meter_id = (
    SELECT meter.id FROM meter
    WHERE meter.code = %(code)s
)
