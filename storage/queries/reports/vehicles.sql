-- What each vehicle of an institution and all below it drove within some days, and what was entered for it
-- in the cost ledger: litres, and yuan by the day of the voucher.
SELECT
    vehicle.plate,
    vehicle.institution,
    driven.km,
    spent.litres,
    spent.energy_kwh,
    spent.amount_yuan,
    spent.unapproved
FROM (
    SELECT
        registered.plate,
        max(registered.institution) AS institution
    FROM analytics.vehicle_registration AS registered
    WHERE
        registered.institution IN (
            SELECT member.code
            FROM institution
            INNER JOIN institution_scope AS scope ON institution.id = scope.institution_id
            INNER JOIN institution AS member ON scope.member_id = member.id
            WHERE institution.code = %(institution)s
        )
    GROUP BY registered.plate
) AS vehicle
LEFT JOIN LATERAL (
    SELECT sum(each.distance_m) / 1000.0::double precision AS km
    FROM analytics.vehicle_day AS each
    WHERE
        each.plate = vehicle.plate
        AND each.day >= %(period_start)s::date
        AND each.day < %(period_end)s::date
) AS driven ON true
LEFT JOIN LATERAL (
    SELECT
        sum(cost.litres)::double precision AS litres,
        sum(cost.energy_kwh)::double precision AS energy_kwh,
        sum(cost.amount_yuan)::double precision AS amount_yuan,
        count(*) FILTER (WHERE cost.is_unapproved) AS unapproved
    FROM analytics.vehicle_cost AS cost
    WHERE
        cost.plate = vehicle.plate
        AND cost.day >= %(period_start)s::date
        AND cost.day < %(period_end)s::date
) AS spent ON true
ORDER BY vehicle.plate
