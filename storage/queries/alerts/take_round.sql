-- Be the one that judges, until the end of this transaction; false when another already is.
SELECT pg_try_advisory_xact_lock(%(lock)s)
