-- Trips and stops of each vehicle by day and month, as the worker adds them up.
SELECT add_up_pieces(vehicle.id, '-infinity', 'infinity')
FROM vehicle
