-- What stands in the ledger under vouchers.
SELECT
    vehicle.plate,
    cost.voucher,
    cost.receipt,
    cost.copy,
    cost.day,
    cost.amount_yuan
FROM vehicle_cost AS cost
INNER JOIN vehicle ON cost.vehicle_id = vehicle.id
WHERE cost.voucher = any(%(vouchers)s)
ORDER BY cost.id
