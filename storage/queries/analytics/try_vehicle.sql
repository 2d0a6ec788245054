-- Lock a vehicle's trips for this transaction, unless another worker computes them.
SELECT pg_try_advisory_xact_lock(1768843622, %(vehicle)s)
