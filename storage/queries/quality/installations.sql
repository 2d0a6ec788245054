-- The physical meters that stood at one measuring point, in order.
SELECT
    installed.serial,
    installed.valid_from,
    installed.valid_to,
    installed.start_register,
    installed.end_register,
    installed.modulus,
    installed.multiplier,
    installed.max_rate_per_hour,
    installed.two_way
FROM analytics.installation AS installed
WHERE installed.meter = %(meter)s
ORDER BY installed.valid_from
