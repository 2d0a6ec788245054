-- What a login could see, however it asks, SET ROLE included. NULL as institution: every one, or base tables.
SELECT institution.code AS institution
FROM access
LEFT JOIN institution ON access.institution_id = institution.id
WHERE pg_has_role(%(login)s::name, to_regrole(quote_ident(access.role)), 'MEMBER')
UNION
SELECT NULL
WHERE
    EXISTS (
        SELECT
        FROM pg_roles AS other
        WHERE
            pg_has_role(%(login)s::name, other.oid, 'MEMBER')
            AND (other.rolsuper OR has_table_privilege(other.oid, 'reading', 'SELECT'))
    )
