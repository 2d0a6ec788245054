-- Outings that touch a span of time; one under way ends with what is known of it.
SELECT
    outing.vehicle_id AS vehicle,
    vehicle.plate,
    institution.code AS institution,
    outing.started_at,
    coalesce(outing.ended_at, newest.at) AS seen_at,
    outing.ended_at IS NOT NULL AS is_home
FROM outing
INNER JOIN vehicle ON outing.vehicle_id = vehicle.id
INNER JOIN institution ON vehicle.institution_id = institution.id
CROSS JOIN
    LATERAL (
        SELECT greatest(
            (
                SELECT max(trip.ended_at) FROM trip
                WHERE trip.vehicle_id = outing.vehicle_id AND trip.started_at >= outing.started_at
            ),
            (
                SELECT max(stop.ended_at) FROM stop
                WHERE stop.vehicle_id = outing.vehicle_id AND stop.started_at >= outing.started_at
            )
        ) AS at
    ) AS newest
WHERE
    outing.started_at < %(until)s
    AND coalesce(outing.ended_at, newest.at) > %(since)s
ORDER BY outing.started_at, vehicle.plate
