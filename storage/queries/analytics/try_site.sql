-- Lock a site for this transaction, unless another worker judges it.
SELECT pg_try_advisory_xact_lock(1768843620, %(site)s)
