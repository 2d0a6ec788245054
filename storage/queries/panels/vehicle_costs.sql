-- What vehicles cost in each of the last thirteen months, by kind of cost.
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
    date_trunc('month', cost.day)::date AS label,
    cost.kind AS series,
    sum(cost.amount_yuan)::double precision AS value,
    1.0::double precision AS coverage
FROM analytics.vehicle_cost AS cost
WHERE
    cost.day
    >= (date_trunc('month', (%(now)s::timestamptz - interval '13 months')::date) + interval '1 month')::date
    AND cost.day < (date_trunc('month', %(now)s::timestamptz::date) + interval '1 month')::date
    AND (
        %(institution)s::text IS NULL
        OR cost.institution IN (SELECT chosen.institution FROM chosen)
    )
GROUP BY label, cost.kind
ORDER BY cost.kind ASC, label ASC
