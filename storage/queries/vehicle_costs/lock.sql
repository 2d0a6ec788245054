-- Wait until nobody else enters costs; hold it until the transaction ends.
SELECT pg_advisory_xact_lock(%(lock)s)
