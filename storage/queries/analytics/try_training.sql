-- Let one worker train at a time, for this transaction.
SELECT pg_try_advisory_xact_lock(1768843621)
