-- What the odometer of each tracker showed at both ends of the time it was on a vehicle since each service of
-- it, and since the usual mileage is counted (task ''), of one vehicle or of all that have services: as
-- alerts/vehicle_mileage, on views.
WITH serviced AS (
    SELECT
        service.plate,
        service.task,
        service.last_on::timestamptz AS since
    FROM analytics.vehicle_service AS service
    WHERE %(plate)s::text IS NULL OR service.plate = %(plate)s
),

mark AS (
    SELECT
        serviced.plate,
        serviced.task,
        serviced.since
    FROM serviced
    UNION ALL
    SELECT DISTINCT
        serviced.plate,
        '',
        %(usual_since)s::timestamptz
    FROM serviced
)

SELECT
    mark.plate,
    mark.task,
    mark.since,
    first_shown.at AS first_at,
    first_shown.km AS first_km,
    last_shown.km AS last_km
FROM mark
INNER JOIN analytics.vehicle_tracker AS tracker
    ON
        mark.plate = tracker.plate
        AND tstzrange(tracker.valid_from, tracker.valid_to) && tstzrange(mark.since, %(now)s, '[]')
INNER JOIN LATERAL (
    SELECT
        min(shown.at) AS at,
        percentile_disc(0.5) WITHIN GROUP (ORDER BY shown.value) AS km
    FROM (
        SELECT
            reading.at,
            reading.value
        FROM analytics.reading AS reading
        WHERE
            reading.device = tracker.device
            AND reading.quantity = 'odometer_km'
            AND reading.at >= greatest(mark.since, tracker.valid_from)
            AND reading.at <= %(now)s
            AND (tracker.valid_to IS NULL OR reading.at < tracker.valid_to)
        ORDER BY reading.at
        LIMIT 5
    ) AS shown
) AS first_shown ON first_shown.at IS NOT NULL
INNER JOIN LATERAL (
    SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY shown.value) AS km
    FROM (
        SELECT reading.value
        FROM analytics.reading AS reading
        WHERE
            reading.device = tracker.device
            AND reading.quantity = 'odometer_km'
            AND reading.at >= greatest(mark.since, tracker.valid_from)
            AND reading.at <= %(now)s
            AND (tracker.valid_to IS NULL OR reading.at < tracker.valid_to)
        ORDER BY reading.at DESC
        LIMIT 5
    ) AS shown
) AS last_shown ON true
ORDER BY mark.plate, mark.task, tracker.valid_from
