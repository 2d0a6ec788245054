-- Reports by mail: who asks for which, and one row for each that is due.

ALTER TABLE contact
ADD COLUMN reports text[] NOT NULL DEFAULT '{}' CHECK (reports <@ ARRAY['daily', 'monthly']),
ADD COLUMN reports_at time NOT NULL DEFAULT '07:30',
ADD COLUMN only_when_something boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN contact.reports IS 'Which reports come by mail: daily (digest of the day before), monthly; empty: none';
COMMENT ON COLUMN contact.reports_at IS 'From which local time of the institution on they come';
COMMENT ON COLUMN contact.only_when_something IS 'No digest of a day on which nothing fires, fired or lacks data';

CREATE TABLE mailed_report (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    institution_id integer NOT NULL REFERENCES institution (id),
    recipient text NOT NULL,
    language text NOT NULL,
    kind text NOT NULL CHECK (kind IN ('daily', 'monthly')),
    period date NOT NULL,
    since timestamptz NOT NULL,
    created_at timestamptz NOT NULL,
    not_before timestamptz NOT NULL,
    only_when_something boolean NOT NULL DEFAULT false,
    claimed_at timestamptz,
    attempts integer NOT NULL DEFAULT 0,
    sent_at timestamptz,
    failed_at timestamptz,
    skipped_at timestamptz,
    error text NOT NULL DEFAULT '',
    UNIQUE (recipient, institution_id, kind, period),
    CHECK (num_nonnulls(sent_at, failed_at, skipped_at) <= 1)
);
CREATE INDEX mailed_report_due ON mailed_report (not_before)
WHERE sent_at IS NULL AND failed_at IS NULL AND skipped_at IS NULL;
COMMENT ON TABLE mailed_report IS 'One row for each recipient, institution, kind and period: claimed, sent, recorded. What it says is made again from the database, of the instant created_at';
COMMENT ON COLUMN mailed_report.period IS 'First local day of what it is about: the day, or the month';
COMMENT ON COLUMN mailed_report.since IS 'Where the report before ended: what happened since is told';
COMMENT ON COLUMN mailed_report.created_at IS 'When it became due and was written; what it says is of this instant';
COMMENT ON COLUMN mailed_report.skipped_at IS 'When it was found to have nothing to say, and the recipient wants none then';

GRANT SELECT, INSERT, UPDATE ON mailed_report TO guanjia_alerts;
GRANT SELECT ON figure_subject, stale_figure TO guanjia_alerts;

CREATE VIEW analytics.mailed_report WITH (security_barrier) AS
SELECT
    institution.code AS institution,
    institution.name AS institution_name,
    report.kind,
    report.period,
    report.language,
    report.created_at,
    report.attempts,
    report.sent_at,
    report.failed_at,
    report.skipped_at,
    report.error
FROM mailed_report AS report
INNER JOIN institution ON report.institution_id = institution.id;
COMMENT ON VIEW analytics.mailed_report IS 'What became of digests and monthly reports; to whom they went stays with the alerts process';
COMMENT ON COLUMN analytics.mailed_report.institution IS 'Code of the institution it is about, with all below it';
COMMENT ON COLUMN analytics.mailed_report.institution_name IS 'Its name';
COMMENT ON COLUMN analytics.mailed_report.kind IS 'daily or monthly';
COMMENT ON COLUMN analytics.mailed_report.period IS 'First local day of what it is about: the day, or the month';
COMMENT ON COLUMN analytics.mailed_report.language IS 'Language of its reader';
COMMENT ON COLUMN analytics.mailed_report.created_at IS 'When it became due and was written; what it says is of this instant';
COMMENT ON COLUMN analytics.mailed_report.attempts IS 'How often it was tried';
COMMENT ON COLUMN analytics.mailed_report.sent_at IS 'When the mail server took it. NULL: it did not yet';
COMMENT ON COLUMN analytics.mailed_report.failed_at IS 'When it was given up. NULL: it was not';
COMMENT ON COLUMN analytics.mailed_report.skipped_at IS 'When it was found to have nothing to say. NULL: it was not';
COMMENT ON COLUMN analytics.mailed_report.error IS 'The last error; empty: none';
GRANT SELECT ON analytics.mailed_report
TO guanjia_ingest, guanjia_analytics, guanjia_alerts, guanjia_registrar, guanjia_reader;
