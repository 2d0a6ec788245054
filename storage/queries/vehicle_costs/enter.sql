-- Enter lines of receipts. Those that stand there stay as they are, but get an approval that they lacked.
-- Gives what became of each line that changed anything: added, or approved.
WITH given AS (
    SELECT item.*
    FROM jsonb_to_recordset(%(lines)s) AS item (
        line integer,
        plate text,
        day date,
        kind text,
        amount_yuan numeric,
        is_correction boolean,
        litres numeric,
        energy_kwh numeric,
        odometer_km numeric,
        supplier text,
        voucher text,
        approval text,
        approval_above_yuan numeric,
        note text,
        receipt text,
        copy integer
    )
),

known AS (
    SELECT
        cost.receipt,
        cost.copy
    FROM vehicle_cost AS cost
    INNER JOIN given ON cost.receipt = given.receipt AND cost.copy = given.copy
),

written AS (
    INSERT INTO vehicle_cost (
        vehicle_id, day, kind, amount_yuan, is_correction, litres, energy_kwh, odometer_km, supplier, voucher,
        approval, approval_above_yuan, note, receipt, copy, recorded_at, recorded_by
    )
    SELECT
        vehicle.id,
        given.day,
        given.kind,
        given.amount_yuan,
        given.is_correction,
        given.litres,
        given.energy_kwh,
        given.odometer_km,
        given.supplier,
        given.voucher,
        given.approval,
        given.approval_above_yuan,
        given.note,
        given.receipt,
        given.copy,
        %(recorded_at)s,
        %(recorded_by)s
    FROM given
    INNER JOIN vehicle ON given.plate = vehicle.plate
    ORDER BY given.line
    ON CONFLICT (receipt, copy) DO UPDATE
        SET approval = excluded.approval
        WHERE vehicle_cost.approval = '' AND excluded.approval <> ''
    RETURNING receipt, copy
)

SELECT
    given.line,
    CASE WHEN known.copy IS NULL THEN 'added' ELSE 'approved' END AS became
FROM written
INNER JOIN given ON written.receipt = given.receipt AND written.copy = given.copy
LEFT JOIN known ON written.receipt = known.receipt AND written.copy = known.copy
ORDER BY given.line
