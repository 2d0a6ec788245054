-- End a silence that is not over; it stays in the table with who ended it.
UPDATE silence SET ended_at = %(now)s, ended_by = %(author)s
WHERE
    silence.id = %(silence)s
    AND silence.ended_at IS NULL
    AND (silence.ends_at IS NULL OR silence.ends_at > %(now)s)
RETURNING silence.id
