-- Kilometres that vehicles drove on each day of the period, by duty.
WITH RECURSIVE chosen AS (
    SELECT institution.institution
    FROM analytics.institution AS institution
    WHERE institution.institution = %(institution)s::text
    UNION
    SELECT below.institution
    FROM analytics.institution AS below
    INNER JOIN chosen ON below.parent = chosen.institution
)

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
        OR driven.institution IN (SELECT chosen.institution FROM chosen)
    )
GROUP BY driven.day, vehicle.duty
ORDER BY vehicle.duty ASC, driven.day ASC
