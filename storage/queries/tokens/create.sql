-- Make a token and return its number; none where the institution is unknown.
INSERT INTO api_token (name, secret_hash, institution_id, rights, created_by, created_at, expires_at)
SELECT
    %(name)s,
    %(secret_hash)s,
    named.id,
    %(rights)s::text[],
    %(author)s,
    %(at)s,
    %(expires_at)s
FROM (
    SELECT institution.id FROM institution
    WHERE institution.code = %(institution)s
    UNION ALL
    SELECT NULL::integer WHERE %(institution)s::text IS NULL
) AS named
RETURNING id
