-- Change what the holder of an account may do.
UPDATE account SET kind = %(kind)s
WHERE id = %(account)s;
