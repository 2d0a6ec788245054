-- Rows of the cost ledger of a span of days, and before it those since each vehicle's last odometer.
WITH reading AS (
    SELECT
        cost.plate,
        max(cost.day) AS day
    FROM analytics.vehicle_cost AS cost
    WHERE cost.odometer_km IS NOT NULL AND NOT cost.is_correction AND cost.day < %(first_day)s
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
    cost.day >= least(reading.day, %(first_day)s)
    AND cost.day < %(end_day)s
    AND (%(plate)s::text IS NULL OR cost.plate = %(plate)s)
ORDER BY cost.plate, cost.day, cost.cost_id
