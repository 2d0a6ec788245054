-- Write one quantity of the closed list.
INSERT INTO quantity (id, name, unit, kind)
VALUES (%(id)s, %(name)s, %(unit)s, %(kind)s)
ON CONFLICT (id) DO UPDATE SET name = excluded.name, unit = excluded.unit, kind = excluded.kind
