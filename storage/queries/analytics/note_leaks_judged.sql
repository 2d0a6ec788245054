-- Note when the nights of a site were judged.
INSERT INTO watched_site (site_id, leaks_at)
VALUES (%(site)s, %(at)s)
ON CONFLICT (site_id) DO UPDATE SET leaks_at = excluded.leaks_at
