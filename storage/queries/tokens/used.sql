-- Write down that a token was used, once a minute at most.
UPDATE api_token SET used_at = %(at)s
WHERE id = %(token)s AND (used_at IS NULL OR used_at < %(at)s::timestamptz - interval '1 minute')
