-- Wait for whoever else works on the ledger; until the end of the transaction.
SELECT pg_advisory_xact_lock(%(lock)s)
