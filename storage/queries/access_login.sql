-- Whether a role is there, may log in, and sees everything whatever it is granted.
SELECT
    pg_roles.rolcanlogin AS is_login,
    pg_roles.rolsuper AS is_superuser
FROM pg_roles
WHERE pg_roles.rolname = %(login)s
