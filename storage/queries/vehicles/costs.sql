-- Rows of the cost ledger: of a span of days, a vehicle, a kind, or without their approval, where asked for.
SELECT
    cost.cost_id,
    cost.plate,
    cost.day,
    cost.kind,
    cost.amount_yuan,
    cost.is_correction,
    cost.litres,
    cost.energy_kwh,
    cost.odometer_km,
    cost.supplier,
    cost.voucher,
    cost.approval,
    cost.is_unapproved,
    cost.note,
    cost.recorded_at,
    cost.recorded_by
FROM analytics.vehicle_cost AS cost
WHERE
    (%(first_day)s::date IS NULL OR cost.day >= %(first_day)s)
    AND (%(end_day)s::date IS NULL OR cost.day < %(end_day)s)
    AND (%(plate)s::text IS NULL OR cost.plate = %(plate)s)
    AND (%(kind)s::text IS NULL OR cost.kind = %(kind)s)
    AND (NOT %(only_unapproved)s OR cost.is_unapproved)
ORDER BY cost.day, cost.plate, cost.cost_id
