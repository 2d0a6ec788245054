-- What the odometer of each tracker showed at both ends of the time it was on a vehicle since each service,
-- and since the usual mileage is counted (task ''). Of five readings the middle one counts: one may be wrong.
-- A service counts from the beginning of its day, UTC.
WITH mark AS (
    SELECT
        service.vehicle_id,
        service.task,
        service.last_on::timestamptz AS since
    FROM vehicle_service AS service
    UNION ALL
    SELECT
        vehicle.id,
        '',
        %(usual_since)s::timestamptz
    FROM vehicle
)

SELECT
    mark.vehicle_id AS id,
    mark.task,
    mark.since,
    first_shown.at AS first_at,
    first_shown.km AS first_km,
    last_shown.km AS last_km
FROM mark
INNER JOIN vehicle_tracker AS tracker
    ON mark.vehicle_id = tracker.vehicle_id AND tracker.valid && tstzrange(mark.since, %(now)s, '[]')
INNER JOIN quantity ON quantity.name = 'odometer_km'
INNER JOIN LATERAL (
    SELECT
        min(shown.at) AS at,
        percentile_disc(0.5) WITHIN GROUP (ORDER BY shown.value) AS km
    FROM (
        SELECT
            reading.at,
            reading.value
        FROM reading
        WHERE
            reading.device_id = tracker.device_id
            AND reading.quantity_id = quantity.id
            AND reading.at >= greatest(mark.since, lower(tracker.valid))
            AND reading.at <= %(now)s
            AND reading.at <@ tracker.valid
        ORDER BY reading.at
        LIMIT 5
    ) AS shown
) AS first_shown ON first_shown.at IS NOT NULL
INNER JOIN LATERAL (
    SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY shown.value) AS km
    FROM (
        SELECT reading.value
        FROM reading
        WHERE
            reading.device_id = tracker.device_id
            AND reading.quantity_id = quantity.id
            AND reading.at >= greatest(mark.since, lower(tracker.valid))
            AND reading.at <= %(now)s
            AND reading.at <@ tracker.valid
        ORDER BY reading.at DESC
        LIMIT 5
    ) AS shown
) AS last_shown ON true
ORDER BY mark.vehicle_id, mark.task, lower(tracker.valid)
