-- Begin a session.
INSERT INTO web_session (id_hash, account_id, created_at, seen_at, address)
VALUES (%(id_hash)s, %(account)s, %(at)s, %(at)s, %(address)s);
