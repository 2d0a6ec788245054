-- Meters of an institution and all below it that were in place all through some days and of which less than a
-- share of that time lies between close readings; a day nobody knows counts as none.
SELECT
    site.institution,
    meter.code,
    meter.name,
    meter.medium,
    sum(daily.amount) AS amount,
    sum(daily.estimated) AS estimated,
    quantity.unit,
    coalesce(sum(daily.coverage), 0)
    / (%(period_end)s::date - %(period_start)s::date)::double precision AS coverage
FROM institution
INNER JOIN institution_scope AS scope ON institution.id = scope.institution_id
INNER JOIN analytics.site AS site ON scope.member_id = site.institution_id
INNER JOIN meter ON site.place_id = meter.place_id
INNER JOIN quantity ON meter.quantity_id = quantity.id
LEFT JOIN consumption_daily AS daily
    ON meter.id = daily.meter_id AND daily.day >= %(period_start)s::date AND daily.day < %(period_end)s::date
WHERE
    institution.code = %(institution)s
    AND EXISTS (
        SELECT FROM installation
        WHERE
            installation.meter_id = meter.id
            AND lower(installation.valid) <= %(period_start)s::date::timestamp AT TIME ZONE site.timezone
    )
    AND EXISTS (
        SELECT FROM installation
        WHERE
            installation.meter_id = meter.id
            AND coalesce(upper(installation.valid), 'infinity')
            >= %(period_end)s::date::timestamp AT TIME ZONE site.timezone
    )
GROUP BY site.institution, meter.id, quantity.id
HAVING
    coalesce(sum(daily.coverage), 0) / (%(period_end)s::date - %(period_start)s::date)::double precision
    < %(coverage)s
ORDER BY site.institution, coverage, meter.code
