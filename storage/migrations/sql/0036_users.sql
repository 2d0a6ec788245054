-- People who log in to the console, their sessions, and who changed what.

CREATE TABLE account (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text NOT NULL CHECK (name ~ '^[^[:space:][:cntrl:]]{1,40}$'),
    shown_name text NOT NULL CHECK (shown_name <> '' AND length(shown_name) <= 60),
    password_hash text NOT NULL,
    kind text NOT NULL CHECK (kind IN ('administrator', 'energy_officer', 'dispatcher', 'viewer')),
    institution_id integer REFERENCES institution (id),
    language text NOT NULL DEFAULT 'zh_CN' CHECK (language IN ('zh_CN', 'en')),
    created_at timestamptz NOT NULL,
    disabled_at timestamptz,
    must_change boolean NOT NULL DEFAULT true
);
CREATE UNIQUE INDEX account_name ON account (lower(name));
COMMENT ON TABLE account IS 'People who may log in to the console';
COMMENT ON COLUMN account.password_hash IS 'argon2id in its own notation, with salt and costs';
COMMENT ON COLUMN account.kind IS 'What they may do (docs/how-to/users.md)';
COMMENT ON COLUMN account.institution_id IS 'They see it and all below it; NULL: every institution';
COMMENT ON COLUMN account.must_change IS 'The password is somebody else''s: they choose their own first';

CREATE TABLE web_session (
    id_hash bytea PRIMARY KEY CHECK (length(id_hash) = 32),
    account_id integer NOT NULL REFERENCES account (id),
    created_at timestamptz NOT NULL,
    seen_at timestamptz NOT NULL,
    ended_at timestamptz,
    address text NOT NULL
);
CREATE INDEX web_session_account ON web_session (account_id);
COMMENT ON TABLE web_session IS 'Log-ins; the cookie holds what id_hash is the SHA-256 of';

CREATE TABLE login_link (
    token_hash bytea PRIMARY KEY CHECK (length(token_hash) = 32),
    account_id integer NOT NULL REFERENCES account (id),
    expires_at timestamptz NOT NULL
);
COMMENT ON TABLE login_link IS 'Links that let somebody in once; a used one is gone';

CREATE TABLE login_failure (
    at timestamptz NOT NULL,
    name text NOT NULL,
    address text NOT NULL
);
CREATE INDEX login_failure_at ON login_failure (at);
COMMENT ON TABLE login_failure IS 'Log-ins that failed, of the last hours: whoever tries many waits';
COMMENT ON COLUMN login_failure.name IS 'As typed, in small letters; there may be no such account';

CREATE TABLE audit_entry (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at timestamptz NOT NULL DEFAULT now(),
    author text NOT NULL,
    action text NOT NULL,
    subject text NOT NULL,
    was jsonb,
    became jsonb
);
CREATE INDEX audit_entry_subject ON audit_entry (subject, id);
COMMENT ON TABLE audit_entry IS 'Who changed what, and when; no process may change or remove a row';
COMMENT ON COLUMN audit_entry.subject IS 'KIND NAME, as in: account officer';
COMMENT ON COLUMN audit_entry.was IS 'What it was; NULL: it was not there';

GRANT SELECT (id, code, name, name_en, parent_id) ON institution TO guanjia_console;
GRANT SELECT, INSERT ON TABLE account TO guanjia_console;
GRANT UPDATE (
    shown_name, password_hash, kind, institution_id, language, disabled_at, must_change
) ON TABLE account TO guanjia_console;
GRANT SELECT, INSERT, DELETE ON web_session TO guanjia_console;
GRANT UPDATE (seen_at, ended_at) ON web_session TO guanjia_console;
GRANT SELECT, INSERT, DELETE ON login_link, login_failure TO guanjia_console;
GRANT SELECT, INSERT ON audit_entry TO guanjia_console;
GRANT INSERT ON audit_entry TO guanjia_registrar, guanjia_alerts;
