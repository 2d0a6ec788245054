-- The cost ledger, a row a line of a receipt.
SELECT
    cost.cost_id,
    cost.plate,
    cost.institution,
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
    cost.approval_above_yuan,
    cost.is_unapproved,
    cost.note,
    cost.recorded_at,
    cost.recorded_by
FROM analytics.vehicle_cost AS cost
WHERE
    (%(vehicle)s::text IS NULL OR cost.plate = %(vehicle)s)
    AND (%(institution)s::text IS NULL OR cost.institution = %(institution)s)
    AND (%(kind)s::text IS NULL OR cost.kind = %(kind)s)
    AND (%(since)s::date IS NULL OR cost.day >= %(since)s)
    AND (%(until)s::date IS NULL OR cost.day < %(until)s)
    AND (%(after_cost_id)s::bigint IS NULL OR cost.cost_id > %(after_cost_id)s)
ORDER BY cost.cost_id
LIMIT %(rows)s
