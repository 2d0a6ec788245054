-- What belongs to the institutions that are chosen, counted.
WITH RECURSIVE chosen AS (
    SELECT institution.institution
    FROM analytics.institution AS institution
    WHERE institution.institution = %(institution)s::text
    UNION
    SELECT below.institution
    FROM analytics.institution AS below
    INNER JOIN chosen ON below.parent = chosen.institution
),

member AS (
    SELECT institution.institution
    FROM analytics.institution AS institution
    WHERE
        %(institution)s::text IS NULL
        OR institution.institution IN (SELECT chosen.institution FROM chosen)
)

SELECT
    count(*) AS institutions,
    sum((
        SELECT count(*)
        FROM analytics.place AS place
        WHERE place.kind = 'site' AND place.institution = member.institution
    ))::bigint AS sites,
    sum((
        SELECT count(*)
        FROM analytics.meter AS meter
        WHERE meter.institution = member.institution
    ))::bigint AS meters,
    sum((
        SELECT count(*)
        FROM analytics.vehicle_registration AS vehicle
        WHERE vehicle.institution = member.institution
    ))::bigint AS vehicles,
    sum((
        SELECT count(*)
        FROM analytics.driver AS driver
        WHERE driver.institution = member.institution
    ))::bigint AS drivers
FROM member
