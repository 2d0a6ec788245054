-- Tokens of the API: what a program shows instead of a name and a password.
CREATE TABLE api_token (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text NOT NULL CHECK (name <> ''),
    secret_hash text NOT NULL,
    institution_id integer REFERENCES institution (id) ON DELETE CASCADE,
    rights text[] NOT NULL,
    created_by text NOT NULL CHECK (created_by <> ''),
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    revoked_at timestamptz,
    used_at timestamptz,
    CHECK (expires_at > created_at)
);
COMMENT ON TABLE api_token IS 'Tokens of the API (docs/how-to/api.md)';
COMMENT ON COLUMN api_token.id IS 'Number of the token; it stands in its text, gj_<id>_<secret>';
COMMENT ON COLUMN api_token.name IS 'What it is for; what it changes is written down under this name';
COMMENT ON COLUMN api_token.secret_hash IS 'Argon2id of the secret: the token itself is nowhere';
COMMENT ON COLUMN api_token.institution_id IS 'It sees this institution and all below it; NULL: every institution';
COMMENT ON COLUMN api_token.rights IS 'What it may do: read, places, alerts, dispatch, registry, users';
COMMENT ON COLUMN api_token.created_by IS 'Who made it';
COMMENT ON COLUMN api_token.expires_at IS 'From here on it opens nothing';
COMMENT ON COLUMN api_token.revoked_at IS 'Since when it opens nothing, because somebody said so; NULL: nobody did';
COMMENT ON COLUMN api_token.used_at IS 'When it was last used, to the minute; NULL: never';

GRANT SELECT ON api_token TO guanjia_console;
GRANT INSERT (name, secret_hash, institution_id, rights, created_by, created_at, expires_at)
ON api_token TO guanjia_console;
GRANT UPDATE (used_at, revoked_at) ON api_token TO guanjia_console;
GRANT SELECT (id, code) ON institution TO guanjia_console;

-- a token with the right `alerts` silences, as people do
GRANT SELECT (id) ON silence TO guanjia_console;
GRANT INSERT (
    institution_id, rule, subject, begins_at, ends_at, recurrence, lasting, timezone, reason, author,
    created_at
) ON silence TO guanjia_console;
