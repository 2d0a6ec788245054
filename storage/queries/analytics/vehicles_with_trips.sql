-- Vehicles that have stopped or driven, and those that have outings.
SELECT stop.vehicle_id FROM stop
UNION
SELECT trip.vehicle_id FROM trip
UNION
SELECT outing_home.vehicle_id FROM outing_home
ORDER BY 1
