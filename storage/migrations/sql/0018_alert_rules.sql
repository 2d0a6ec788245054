-- Alerts of many kinds: mail in groups, acknowledgements, silences, escalation.

ALTER TABLE alert
ADD COLUMN fired_at timestamptz,
ADD COLUMN escalated_at timestamptz;
COMMENT ON COLUMN alert.fired_at IS 'When it began to fire; an acknowledgement holds until it is over';
COMMENT ON COLUMN alert.escalated_at IS 'When those above were told because nobody acknowledged it';
UPDATE alert SET fired_at = since WHERE state IN ('firing', 'acknowledged', 'silenced');

CREATE TABLE acknowledgement (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    alert_id bigint NOT NULL REFERENCES alert (id),
    at timestamptz NOT NULL,
    author text NOT NULL CHECK (author <> ''),
    note text NOT NULL DEFAULT ''
);
CREATE INDEX acknowledgement_alert ON acknowledgement (alert_id, at);
COMMENT ON TABLE acknowledgement IS 'Who took an alert on, and when; whoever judges next makes it the alert''s state';

CREATE TABLE silence (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    institution_id integer REFERENCES institution (id),
    rule text,
    subject text,
    begins_at timestamptz NOT NULL,
    ends_at timestamptz,
    recurrence text NOT NULL DEFAULT '',
    lasting interval,
    timezone text NOT NULL DEFAULT 'Asia/Shanghai',
    reason text NOT NULL CHECK (reason <> ''),
    author text NOT NULL CHECK (author <> ''),
    created_at timestamptz NOT NULL,
    ended_at timestamptz,
    ended_by text NOT NULL DEFAULT '',
    CHECK (ends_at > begins_at),
    CHECK (institution_id IS NOT NULL OR rule IS NOT NULL OR subject IS NOT NULL),
    CHECK ((recurrence <> '') = (lasting IS NOT NULL)),
    CHECK (recurrence <> '' OR ends_at IS NOT NULL)
);
COMMENT ON TABLE silence IS 'Times in which nobody is told: of an institution and all below it, of a rule, of a subject; all that is given must hold';
COMMENT ON COLUMN silence.recurrence IS 'A cron expression or an iCalendar rule; each time it lasts `lasting`. Empty: once, from begins_at to ends_at';

ALTER TABLE notification
ADD COLUMN institution_id integer REFERENCES institution (id),
ADD COLUMN rule_group text NOT NULL DEFAULT '',
ADD COLUMN mail bigint;
COMMENT ON COLUMN notification.rule_group IS 'Notifications of one institution, group and recipient that are due together become one mail';
COMMENT ON COLUMN notification.mail IS 'The lowest id of the mail it is part of, given when the mail is first claimed and never changed';
UPDATE notification SET mail = id WHERE attempts > 0;
CREATE INDEX notification_mail ON notification (mail) WHERE sent_at IS NULL AND failed_at IS NULL;
CREATE INDEX notification_group ON notification (institution_id, rule_group, recipient, sent_at);

GRANT SELECT, INSERT ON acknowledgement TO guanjia_alerts;
GRANT SELECT ON institution_scope TO guanjia_alerts;
GRANT SELECT, INSERT, UPDATE ON silence TO guanjia_alerts;
