-- Whether a demo's past is in: readings of the present have come, and no hour of a meter is stale.
SELECT
    EXISTS (
        SELECT FROM reading
        WHERE reading.at > now() - interval '20 minutes' AND reading.at <= now()
    )
    AND NOT EXISTS (
        SELECT FROM stale_hour
        INNER JOIN meter
            ON stale_hour.device_id = meter.device_id AND stale_hour.quantity_id = meter.quantity_id
    )
