-- How far one vehicle drove on local days of a span [km]; a day without a trip has no row.
SELECT
    day.day,
    day.distance_m / 1000 AS km
FROM analytics.vehicle_day AS day
WHERE day.plate = %(plate)s AND day.day >= %(first_day)s AND day.day < %(end_day)s
ORDER BY day.day
