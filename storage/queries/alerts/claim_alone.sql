-- Be the only one that claims, until the end of this transaction; waits for another.
SELECT pg_advisory_xact_lock(%(lock)s)
