-- Let one at a time decide about accounts, until the transaction ends.
SELECT pg_advisory_xact_lock(%(lock)s);
