-- Wait until nobody else acknowledges by a link; the turn lasts until the transaction ends.
SELECT pg_advisory_xact_lock(%(lock)s)
