-- The console's own role: all that readers see, and the right to say that somebody takes an alert on. Of
-- alerts and acknowledgements it sees only what tells whether one still waits, never who acknowledged or why.
DO $$
BEGIN
    CREATE ROLE guanjia_console NOLOGIN;
EXCEPTION WHEN duplicate_object OR unique_violation THEN
    NULL;
END;
$$;

GRANT guanjia_reader TO guanjia_console;
GRANT USAGE ON SCHEMA public TO guanjia_console;
GRANT SELECT (id, fired_at) ON alert TO guanjia_console;
GRANT SELECT (alert_id, at), INSERT (alert_id, at, author, note) ON acknowledgement TO guanjia_console;
