-- Note when the hours of meters were computed.
UPDATE meter SET computed_at = %(computed_at)s
WHERE id = any(%(meters)s::integer[])
