-- End one session.
UPDATE web_session SET ended_at = %(at)s
WHERE id_hash = %(id_hash)s AND ended_at IS NULL;
