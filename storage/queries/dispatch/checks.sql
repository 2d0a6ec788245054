-- The daily checks that were made on some days.
SELECT
    vehicle.plate,
    made.day,
    made.kind
FROM daily_check AS made
INNER JOIN vehicle ON made.vehicle_id = vehicle.id
WHERE made.day >= %(first)s AND made.day <= %(last)s
ORDER BY vehicle.plate, made.day, made.kind
