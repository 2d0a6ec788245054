-- Write what one round found: alerts, their changes, and a notification to everybody who is told. Who that is
-- stands in %(tellings)s by institution, severity, group and audience. A notification waits for others of its
-- group, and for the interval since the group's last mail.
WITH item AS (
    SELECT item.*
    FROM jsonb_to_recordset(%(alerts)s) AS item (
        rule text,
        rule_group text,
        wait_s double precision,
        subject text,
        institution_id integer,
        state text,
        since timestamptz,
        told_at timestamptz,
        fired_at timestamptz,
        escalated_at timestamptz,
        severity text,
        figures jsonb,
        changed_at timestamptz,
        from_state text,
        reason text,
        audience text
    )
),

written AS (
    INSERT INTO alert (
        rule, subject, institution_id, state, since, told_at, fired_at, escalated_at, severity, figures
    )
    SELECT
        item.rule,
        item.subject,
        item.institution_id,
        item.state,
        item.since,
        item.told_at,
        item.fired_at,
        item.escalated_at,
        item.severity,
        item.figures
    FROM item
    ON CONFLICT (rule, subject) DO UPDATE
        SET
            institution_id = excluded.institution_id,
            state = excluded.state,
            since = excluded.since,
            told_at = excluded.told_at,
            fired_at = excluded.fired_at,
            escalated_at = excluded.escalated_at,
            severity = excluded.severity,
            figures = CASE
                WHEN excluded.figures = '{}' THEN alert.figures
                ELSE excluded.figures
            END
        WHERE (alert.state, alert.since, alert.told_at, alert.escalated_at, alert.severity)
        IS DISTINCT FROM (
            excluded.state, excluded.since, excluded.told_at, excluded.escalated_at, excluded.severity
        )
        OR (excluded.figures <> '{}' AND alert.figures <> excluded.figures)
    RETURNING alert.id, alert.rule, alert.subject, alert.figures
),

changed AS (
    INSERT INTO alert_change (alert_id, at, from_state, to_state, reason, figures)
    SELECT
        written.id,
        item.changed_at,
        item.from_state,
        item.state,
        item.reason,
        written.figures
    FROM item
    INNER JOIN written ON item.rule = written.rule AND item.subject = written.subject
    WHERE item.reason IS NOT NULL
    RETURNING alert_change.id, alert_change.alert_id, alert_change.at AS changed_at
),

told AS (
    SELECT
        changed.id AS alert_change_id,
        changed.changed_at,
        item.subject,
        item.institution_id,
        item.rule_group,
        item.severity,
        item.wait_s,
        item.audience
    FROM changed
    INNER JOIN written ON changed.alert_id = written.id
    INNER JOIN item ON written.rule = item.rule AND written.subject = item.subject
    WHERE item.audience <> 'nobody'
),

telling AS (
    SELECT telling.*
    FROM jsonb_to_recordset(%(tellings)s) AS telling (
        institution_id integer,
        severity text,
        rule_group text,
        audience text,
        channel text,
        recipient text,
        language text,
        quiet_from time,
        quiet_to time,
        quiet_zone text
    )
),

heard AS (
    SELECT
        told.*,
        telling.channel,
        telling.recipient,
        telling.language,
        telling.quiet_from,
        telling.quiet_to,
        telling.quiet_zone
    FROM told
    INNER JOIN telling
        ON
            told.institution_id = telling.institution_id
            AND told.severity = telling.severity
            AND told.rule_group = telling.rule_group
            AND told.audience = telling.audience
),

notified AS (
    INSERT INTO notification (
        alert_change_id,
        channel,
        recipient,
        language,
        created_at,
        not_before,
        institution_id,
        rule_group,
        quiet_from,
        quiet_to,
        quiet_zone
    )
    SELECT
        heard.alert_change_id,
        heard.channel,
        heard.recipient,
        heard.language,
        heard.changed_at AS created_at,
        greatest(
            heard.changed_at + make_interval(secs => heard.wait_s),
            last_mail.sent_at + make_interval(secs => %(interval_s)s)
        ) AS not_before,
        heard.institution_id,
        heard.rule_group,
        heard.quiet_from,
        heard.quiet_to,
        heard.quiet_zone
    FROM heard
    LEFT JOIN LATERAL (
        SELECT max(notification.sent_at) AS sent_at
        FROM notification
        WHERE
            heard.wait_s > 0
            AND notification.institution_id = heard.institution_id
            AND notification.rule_group = heard.rule_group
            AND notification.channel = heard.channel
            AND notification.recipient = heard.recipient
            AND notification.sent_at > heard.changed_at - make_interval(secs => %(interval_s)s)
            AND notification.sent_at <= heard.changed_at
    ) AS last_mail ON true
    ON CONFLICT DO NOTHING
    RETURNING notification.alert_change_id
)

SELECT
    (SELECT count(*) FROM changed) AS changes,
    array(
        SELECT told.subject
        FROM told
        LEFT JOIN notified ON told.alert_change_id = notified.alert_change_id
        WHERE notified.alert_change_id IS NULL
        ORDER BY told.subject
    ) AS unheard
