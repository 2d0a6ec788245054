-- Lock an institution for this transaction, unless another worker holds it: who computes it next then sees
-- what this one saw, and more.
SELECT pg_try_advisory_xact_lock(1768843619, %(institution)s)
