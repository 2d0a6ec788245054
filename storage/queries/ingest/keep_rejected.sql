-- Keep a refused message once, however often it is delivered; a row comes back only when it is new.
INSERT INTO rejected_message (received_at, topic, payload, reason, detail, digest)
VALUES (%(received_at)s, %(topic)s, %(payload)s, %(reason)s, %(detail)s, %(digest)s)
ON CONFLICT (digest) DO NOTHING
RETURNING id
