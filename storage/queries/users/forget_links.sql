-- Forget the links of an account, and all that are too old.
DELETE FROM login_link
WHERE account_id = %(account)s OR expires_at <= %(now)s;
