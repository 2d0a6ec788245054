-- End a token that still stands.
UPDATE api_token SET revoked_at = %(at)s WHERE id = %(token)s AND revoked_at IS NULL
RETURNING id
