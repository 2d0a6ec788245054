-- What vehicles cost in each of the last thirteen months, by kind of cost.
SELECT
    spent.month AS label,
    spent.kind AS series,
    sum(spent.amount_yuan)::double precision AS value,
    1.0::double precision AS coverage
FROM analytics.vehicle_cost_month AS spent
WHERE
    spent.month
    >= (date_trunc('month', (%(now)s::timestamptz - interval '13 months')::date) + interval '1 month')::date
    AND spent.month <= %(now)s::timestamptz::date
    AND (
        %(institution)s::text IS NULL
        OR spent.institution IN (SELECT analytics.institutions_below(%(institution)s::text))
    )
GROUP BY spent.month, spent.kind
ORDER BY spent.kind ASC, spent.month ASC
