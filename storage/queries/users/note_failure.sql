-- Write down a log-in that failed.
INSERT INTO login_failure (at, name, address)
VALUES (%(at)s, %(name)s, %(address)s);
