-- Make a link that lets the holder of an account in once.
INSERT INTO login_link (token_hash, account_id, expires_at)
VALUES (%(token_hash)s, %(account)s, %(expires_at)s);
