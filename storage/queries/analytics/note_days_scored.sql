-- Note when the days of a site were scored.
INSERT INTO watched_site (site_id, days_at)
VALUES (%(site)s, %(at)s)
ON CONFLICT (site_id) DO UPDATE SET days_at = excluded.days_at
