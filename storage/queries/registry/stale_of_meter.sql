-- How many hours of a meter still wait to be computed again.
SELECT count(*) AS hours
FROM stale_hour
INNER JOIN meter ON stale_hour.device_id = meter.device_id AND stale_hour.quantity_id = meter.quantity_id
WHERE meter.code = %(meter)s
