-- Let the analytics worker cut the days and months of meters anew: those of their site moved.
-- The update waits for a worker that computes one of them by the old zone: the flag outlives it.
UPDATE meter SET calendar_stale = true
WHERE code = any(%(meters)s)
