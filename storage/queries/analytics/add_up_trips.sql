-- Make all days and months of a locked vehicle anew: the clock of its tracker's site is another.
SELECT add_up_trips(ARRAY[vehicle_id], min(started_at), max(started_at))
FROM trip
WHERE vehicle_id = %(vehicle)s
GROUP BY vehicle_id
