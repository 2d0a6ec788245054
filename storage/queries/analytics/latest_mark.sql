-- The latest mark, to tell marks that have waited from new ones.
SELECT coalesce(max(id), 0) FROM stale_hour
