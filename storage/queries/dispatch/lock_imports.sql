-- Wait until nobody else takes in a file of orders or checks; hold it until the transaction ends.
SELECT pg_advisory_xact_lock(%(lock)s)
