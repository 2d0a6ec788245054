-- Wait until no other apply is at work; held until the end of the transaction.
SELECT pg_advisory_xact_lock(7306353214)
