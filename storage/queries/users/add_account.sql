-- Add an account; no row where the name is taken.
INSERT INTO account (
    name, shown_name, password_hash, kind, institution_id, language, created_at, must_change
)
SELECT
    %(name)s,
    %(shown_name)s,
    %(password_hash)s,
    %(kind)s,
    (SELECT institution.id FROM institution WHERE institution.code = %(institution)s),
    %(language)s,
    %(at)s,
    %(must_change)s
ON CONFLICT (lower(name)) DO NOTHING
RETURNING id;
