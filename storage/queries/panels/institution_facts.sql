-- What belongs to the institutions that are chosen, counted.
WITH member AS (
    SELECT institution.institution
    FROM analytics.institution AS institution
    WHERE
        %(institution)s::text IS NULL
        OR institution.institution IN (SELECT analytics.institutions_below(%(institution)s::text))
)

SELECT
    count(*) AS institutions,
    -- each is counted once, whatever there are members; without a member there is nothing to count
    max((
        SELECT count(*)
        FROM analytics.place AS place
        WHERE place.kind = 'site' AND place.institution IN (SELECT member.institution FROM member)
    )) AS sites,
    max((
        SELECT count(*)
        FROM analytics.meter AS meter
        WHERE meter.institution IN (SELECT member.institution FROM member)
    )) AS meters,
    max((
        SELECT count(*)
        FROM analytics.vehicle_registration AS vehicle
        WHERE vehicle.institution IN (SELECT member.institution FROM member)
    )) AS vehicles,
    max((
        SELECT count(*)
        FROM analytics.driver AS driver
        WHERE driver.institution IN (SELECT member.institution FROM member)
    )) AS drivers
FROM member
