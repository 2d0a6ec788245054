-- What the odometer of each tracker showed after each of those trips.
INSERT INTO reading (device_id, quantity_id, at, value, received_at)
SELECT
    tracker.device_id,
    quantity.id,
    trip.ended_at,
    41000 + sum(trip.distance_m) OVER (PARTITION BY trip.vehicle_id ORDER BY trip.started_at) / 1000,
    trip.ended_at
FROM trip
INNER JOIN vehicle_tracker AS tracker
    ON trip.vehicle_id = tracker.vehicle_id AND trip.ended_at <@ tracker.valid
INNER JOIN quantity ON quantity.name = 'odometer_km'
WHERE trip.started_at > %(since)s::timestamptz
