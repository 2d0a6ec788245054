-- The meters of a measuring point one after the other, the newest first: serial, since when, registers.
SELECT
    installation.serial,
    installation.valid_from,
    installation.valid_to,
    installation.start_register,
    installation.end_register,
    installation.modulus,
    installation.multiplier,
    installation.timezone
FROM analytics.installation AS installation
WHERE installation.meter = %(meter)s
ORDER BY installation.valid_from DESC
LIMIT 50
