-- Mark every hour that has readings of `device` in a range, and of the readings next to it, as stale for the
-- register that `meter` counts now: their hours must be computed again.
WITH counted AS (
    SELECT
        meter.device_id,
        meter.quantity_id,
        giver.id AS giver_id,
        quantity.id AS giver_quantity_id
    FROM meter, device AS giver, quantity
    WHERE meter.code = %(meter)s AND giver.code = %(device)s AND quantity.name = %(quantity)s
),

touched AS (
    SELECT
        counted.device_id,
        counted.quantity_id,
        counted.giver_id,
        counted.giver_quantity_id,
        (
            SELECT max(reading.at)
            FROM reading
            WHERE
                reading.device_id = counted.giver_id
                AND reading.quantity_id = counted.giver_quantity_id
                AND reading.at < %(since)s::timestamptz
        ) AS last_before,
        (
            SELECT min(reading.at)
            FROM reading
            WHERE
                reading.device_id = counted.giver_id
                AND reading.quantity_id = counted.giver_quantity_id
                AND reading.at >= %(until)s::timestamptz
        ) AS first_after
    FROM counted
)

INSERT INTO stale_hour (device_id, quantity_id, hour)
SELECT DISTINCT
    touched.device_id,
    touched.quantity_id,
    date_trunc('hour', reading.at, 'UTC') AS hour
FROM touched
INNER JOIN reading
    ON touched.giver_id = reading.device_id AND touched.giver_quantity_id = reading.quantity_id
WHERE
    reading.at >= coalesce(touched.last_before, %(since)s::timestamptz, '-infinity')
    AND reading.at <= coalesce(touched.first_after, %(until)s::timestamptz, 'infinity')
