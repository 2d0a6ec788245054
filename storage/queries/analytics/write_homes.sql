-- Note with which homes the outings of a vehicle are computed.
INSERT INTO outing_home (vehicle_id, digest) VALUES (%(vehicle)s, %(digest)s)
ON CONFLICT (vehicle_id) DO UPDATE SET digest = excluded.digest
