-- Note that the days of locked meters are those of their site again.
UPDATE meter SET calendar_stale = false
WHERE id = any(%(meters)s::integer[])
