-- Kilometres that vehicles drove on each day of the period, by duty.
SELECT
    driven.day AS label,
    vehicle.duty AS series,
    sum(driven.distance_m) / 1000.0::double precision AS value,
    1.0::double precision AS coverage
FROM analytics.vehicle_day AS driven
INNER JOIN analytics.vehicle_registration AS vehicle ON driven.plate = vehicle.plate
WHERE
    driven.day >= %(since)s::timestamptz::date
    AND driven.day <= (%(now)s::timestamptz + interval '14 hours')::date
    AND (
        %(institution)s::text IS NULL
        OR driven.institution IN (SELECT analytics.institutions_below(%(institution)s::text))
    )
GROUP BY driven.day, vehicle.duty
ORDER BY vehicle.duty ASC, driven.day ASC
