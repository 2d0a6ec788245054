-- Keep the key of one refused reading.
INSERT INTO rejected_reading (rejected_id, device, quantity, at)
VALUES (%(rejected_id)s, %(device)s, %(quantity)s, %(at)s)
ON CONFLICT DO NOTHING
