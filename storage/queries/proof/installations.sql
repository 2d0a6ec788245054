-- The physical meters that stood at a measuring point, in the order of time, as the registry has them.
SELECT
    installation.serial,
    installation.valid_from,
    installation.valid_to,
    installation.start_register,
    installation.end_register,
    installation.modulus,
    installation.multiplier,
    installation.two_way
FROM analytics.installation AS installation
WHERE installation.meter_id = %(meter)s
ORDER BY installation.valid_from
