-- Forget sessions that began long ago.
DELETE FROM web_session
WHERE created_at < %(before)s;
