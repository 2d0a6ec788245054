-- Make the role that sees an institution and all below it, unless it is there.
SELECT ensure_access(%(institution)s, %(places)s) AS role
