-- Alerts: what is the matter now, how it came about, and who was told.

CREATE TABLE alert (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    rule text NOT NULL,
    subject text NOT NULL,
    institution_id integer REFERENCES institution (id),
    state text NOT NULL CHECK (
        state IN ('inactive', 'pending', 'firing', 'acknowledged', 'silenced', 'resolved', 'no_data')
    ),
    since timestamptz NOT NULL,
    told_at timestamptz,
    severity text NOT NULL,
    figures jsonb NOT NULL DEFAULT '{}',
    UNIQUE (rule, subject)
);
COMMENT ON COLUMN alert.told_at IS 'When somebody was last told that it fires; a reminder is due the rule''s repeat interval later';

CREATE TABLE alert_change (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    alert_id bigint NOT NULL REFERENCES alert (id),
    at timestamptz NOT NULL,
    from_state text NOT NULL,
    to_state text NOT NULL,
    reason text NOT NULL,
    figures jsonb NOT NULL DEFAULT '{}'
);
CREATE INDEX alert_change_alert ON alert_change (alert_id, at);

CREATE TABLE notification (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    alert_change_id bigint NOT NULL REFERENCES alert_change (id),
    channel text NOT NULL,
    recipient text NOT NULL,
    language text NOT NULL,
    created_at timestamptz NOT NULL,
    not_before timestamptz NOT NULL,
    claimed_at timestamptz,
    attempts integer NOT NULL DEFAULT 0,
    sent_at timestamptz,
    failed_at timestamptz,
    error text NOT NULL DEFAULT '',
    UNIQUE (alert_change_id, channel, recipient),
    CHECK (sent_at IS NULL OR failed_at IS NULL)
);
CREATE INDEX notification_due ON notification (not_before)
WHERE sent_at IS NULL AND failed_at IS NULL;
COMMENT ON TABLE notification IS 'The outbox: a row is written with the change, claimed, sent, recorded as sent; a claim gone stale is taken again';
