-- Every token by number, those that open nothing any more included.
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
ORDER BY token.id
