-- Who is told: of which alerts, when, by which channel, and who is on duty.

ALTER TABLE contact
ADD COLUMN from_severity text NOT NULL DEFAULT 'info'
CHECK (from_severity IN ('info', 'warning', 'critical')),
ADD COLUMN groups text[] NOT NULL DEFAULT '{}',
ADD COLUMN subtree boolean NOT NULL DEFAULT false,
ADD COLUMN only_on_duty boolean NOT NULL DEFAULT false,
ADD COLUMN channels text[] NOT NULL DEFAULT '{mail}' CHECK (cardinality(channels) > 0),
ADD COLUMN quiet_from time,
ADD COLUMN quiet_to time,
ADD COLUMN quiet_zone text,
ADD CHECK ((quiet_from IS NULL) = (quiet_to IS NULL));
COMMENT ON COLUMN contact.from_severity IS 'The least severe alerts that are told';
COMMENT ON COLUMN contact.groups IS 'Groups of rules that are told; empty: all';
COMMENT ON COLUMN contact.subtree IS 'Also told of all institutions below';
COMMENT ON COLUMN contact.only_on_duty IS 'Told on days of duty only';
COMMENT ON COLUMN contact.channels IS 'mail, or names of channels; their secrets are never in the database';
COMMENT ON COLUMN contact.quiet_from IS 'Local time from which nothing is sent but what is critical, until quiet_to';
COMMENT ON COLUMN contact.quiet_zone IS 'IANA time zone of the quiet hours; NULL: that of the institution''s site';

CREATE TABLE duty_turn (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    institution_id integer NOT NULL REFERENCES institution (id),
    who text NOT NULL,
    first_day date NOT NULL,
    last_day date,
    every text NOT NULL DEFAULT '',
    days integer NOT NULL DEFAULT 1 CHECK (days > 0),
    CHECK (last_day >= first_day)
);
CREATE INDEX duty_turn_institution ON duty_turn (institution_id);
COMMENT ON TABLE duty_turn IS 'Days on which a contact of an institution is on duty';
COMMENT ON COLUMN duty_turn.who IS 'Mail address of the contact';
COMMENT ON COLUMN duty_turn.last_day IS 'The last day; NULL: first_day alone, or for good where it recurs';
COMMENT ON COLUMN duty_turn.every IS 'An iCalendar rule; each time it holds for `days` days. Empty: once';

ALTER TABLE notification
ADD COLUMN quiet_from time,
ADD COLUMN quiet_to time,
ADD COLUMN quiet_zone text NOT NULL DEFAULT 'UTC',
ADD CHECK ((quiet_from IS NULL) = (quiet_to IS NULL));
COMMENT ON COLUMN notification.channel IS 'mail, or the name of a channel, which is its recipient then';
COMMENT ON COLUMN notification.quiet_from IS 'Local time from which it is held, until quiet_to; NULL: never, as it is critical or nobody asked';

CREATE FUNCTION is_quiet(at timestamptz, quiet_from time, quiet_to time, zone text) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE
RETURN CASE
    WHEN quiet_from < quiet_to
        THEN (at AT TIME ZONE zone)::time >= quiet_from AND (at AT TIME ZONE zone)::time < quiet_to
    WHEN quiet_from > quiet_to
        THEN (at AT TIME ZONE zone)::time >= quiet_from OR (at AT TIME ZONE zone)::time < quiet_to
    ELSE false
END;
COMMENT ON FUNCTION is_quiet IS 'Whether an instant lies in quiet hours of a zone, which may reach over midnight';

GRANT SELECT ON duty_turn TO guanjia_alerts;
GRANT SELECT, INSERT, UPDATE, DELETE ON duty_turn TO guanjia_registrar;
