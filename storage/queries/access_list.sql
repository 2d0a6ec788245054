-- Who sees what: logins with the role that shows them an institution. NULL as institution: every one.
-- Superusers see everything and are not listed.
SELECT
    login.rolname::text AS login,
    access.role::text AS role,
    institution.code AS institution,
    institution.name AS institution_name,
    institution.name_en AS institution_name_en,
    pg_has_role(login.oid, 'guanjia_tracks', 'USAGE') AS places
FROM access
INNER JOIN pg_roles AS login
    ON login.rolcanlogin AND pg_has_role(login.oid, to_regrole(quote_ident(access.role)), 'USAGE')
LEFT JOIN institution ON access.institution_id = institution.id
WHERE NOT login.rolsuper
ORDER BY 1, 3 NULLS FIRST, 2
