-- Disable an account, or enable it again with NULL.
UPDATE account SET disabled_at = %(at)s
WHERE id = %(account)s;
