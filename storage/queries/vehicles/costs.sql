-- Rows of the cost ledger: of a span of days, a vehicle, a kind, or without their approval, where asked for;
-- and before the span those since each vehicle's last odometer, where `since_reading` asks for them.
WITH reading AS (
    SELECT
        cost.plate,
        max(cost.day) AS day
    FROM analytics.vehicle_cost AS cost
    WHERE
        %(since_reading)s
        AND cost.odometer_km IS NOT NULL
        AND NOT cost.is_correction
        AND cost.day < %(first_day)s
        AND (%(plate)s::text IS NULL OR cost.plate = %(plate)s)
    GROUP BY cost.plate
)

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
LEFT JOIN reading ON cost.plate = reading.plate
WHERE
    (%(first_day)s::date IS NULL OR cost.day >= least(reading.day, %(first_day)s))
    AND (%(end_day)s::date IS NULL OR cost.day < %(end_day)s)
    AND (%(plate)s::text IS NULL OR cost.plate = %(plate)s)
    AND (%(kind)s::text IS NULL OR cost.kind = %(kind)s)
    AND (NOT %(only_unapproved)s OR cost.is_unapproved)
ORDER BY cost.day, cost.plate, cost.cost_id
