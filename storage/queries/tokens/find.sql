-- A token by its number, whether it still opens anything or not.
SELECT
    token.id,
    token.name,
    token.secret_hash,
    institution.code AS institution,
    token.rights,
    token.created_by,
    token.created_at,
    token.expires_at,
    token.revoked_at,
    token.used_at
FROM api_token AS token
LEFT JOIN institution ON token.institution_id = institution.id
WHERE token.id = %(token)s
