-- Let one worker at a time compute the figures of an institution: the next one then sees what this one saw,
-- and more.
SELECT pg_advisory_xact_lock(1768843619, %(institution)s)
