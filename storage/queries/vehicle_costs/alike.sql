-- Rows of the ledger that are none of the lines of a file but look like one: of the same vehicle and voucher,
-- or of the same vehicle, day, kind and amount where one of both has no voucher.
WITH given AS (
    SELECT item.*
    FROM jsonb_to_recordset(%(lines)s) AS item (
        line integer,
        plate text,
        day date,
        kind text,
        amount_yuan numeric,
        voucher text,
        receipt text,
        copy integer
    )
)

SELECT DISTINCT ON (given.line)
    given.line,
    cost.id AS cost_id,
    cost.day,
    cost.amount_yuan
FROM given
INNER JOIN vehicle ON given.plate = vehicle.plate
INNER JOIN vehicle_cost AS cost
    ON
        vehicle.id = cost.vehicle_id
        AND NOT cost.is_correction
        AND (
            (given.voucher = cost.voucher AND cost.voucher <> '')
            OR (
                given.day = cost.day
                AND given.kind = cost.kind
                AND given.amount_yuan = cost.amount_yuan
                AND (given.voucher = '' OR cost.voucher = '')
            )
        )
WHERE
    NOT EXISTS (
        SELECT FROM given AS other
        WHERE other.receipt = cost.receipt AND other.copy = cost.copy
    )
ORDER BY given.line, cost.id
