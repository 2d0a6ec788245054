-- The least flow of each night of the period into a whole site: what runs while nobody uses water.
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
    night.day AS label,
    place.place_name AS series,
    night.night_m3h AS value,
    1.0::double precision AS coverage
FROM analytics.night_flow AS night
INNER JOIN analytics.place AS place ON night.site = place.place
WHERE
    night.level = 1
    AND night.medium = 'water'
    AND night.night_m3h IS NOT NULL
    -- these two the view can use before it computes a night, the two by the clock of the site it cannot
    AND night.day >= %(since)s::timestamptz::date - 1
    AND night.day <= %(now)s::timestamptz::date + 1
    AND night.day >= (%(since)s::timestamptz AT TIME ZONE night.timezone)::date
    AND night.day <= (%(now)s::timestamptz AT TIME ZONE night.timezone)::date
    AND (
        %(institution)s::text IS NULL
        OR night.institution IN (SELECT chosen.institution FROM chosen)
    )
    AND (%(place)s::text IS NULL OR night.site = %(place)s::text)
ORDER BY place.place ASC, night.day ASC
