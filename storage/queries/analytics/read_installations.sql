-- Every installation of some meters, in order.
SELECT
    meter_id,
    lower(valid) AS valid_from,
    upper(valid) AS valid_to,
    start_register,
    end_register,
    modulus,
    multiplier,
    max_rate_per_hour,
    two_way
FROM installation
WHERE meter_id = any(%(meters)s::integer[])
ORDER BY meter_id ASC, lower(valid) ASC
