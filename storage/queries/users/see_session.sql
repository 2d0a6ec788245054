-- Write down that a session is in use.
UPDATE web_session SET seen_at = %(at)s
WHERE id_hash = %(id_hash)s;
