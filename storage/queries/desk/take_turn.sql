-- Wait until nobody else sends a vehicle or numbers an order; the turn lasts until the transaction ends.
SELECT pg_advisory_xact_lock(%(lock)s)
