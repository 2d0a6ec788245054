-- Give an account another password.
UPDATE account SET password_hash = %(password_hash)s, must_change = %(must_change)s
WHERE id = %(account)s;
