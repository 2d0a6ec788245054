-- Write one physical meter in its place of measuring.
INSERT INTO installation (
    meter_id, serial, valid, start_register, end_register, modulus, multiplier, max_rate_per_hour, two_way
)
SELECT
    meter.id,
    %(serial)s,
    tstzrange(%(valid_from)s, %(valid_to)s),
    %(start_register)s::double precision,
    %(end_register)s::double precision,
    %(modulus)s::double precision,
    %(multiplier)s,
    %(max_rate_per_hour)s::double precision,
    %(two_way)s
FROM meter
WHERE meter.code = %(code)s
