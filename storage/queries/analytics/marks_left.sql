-- Whether any meter has stale hours left, be it held by another worker.
SELECT exists(
    SELECT FROM stale_hour
    INNER JOIN meter ON stale_hour.device_id = meter.device_id AND stale_hour.quantity_id = meter.quantity_id
)
