-- The server's processes for some application.
SELECT pid FROM pg_stat_activity
WHERE application_name = %(application)s AND datname = current_database()
