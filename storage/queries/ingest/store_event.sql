-- Store that a device came or went.
INSERT INTO device_event (device_id, at, kind)
VALUES (%(device_id)s, %(at)s, %(kind)s)
ON CONFLICT DO NOTHING
