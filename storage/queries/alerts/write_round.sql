-- Write what one round found: alerts, their changes, and a notification to everybody who is told. The
-- contacts of an institution are told; where it has none, those of the nearest institution above it that
-- has. An escalation is told to those of the nearest above who are not told already, else to them again. A
-- notification waits for others of its group, and for the interval since the group's last mail.
WITH RECURSIVE item AS (
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
        item.wait_s,
        item.audience
    FROM changed
    INNER JOIN written ON changed.alert_id = written.id
    INNER JOIN item ON written.rule = item.rule AND written.subject = item.subject
    WHERE item.audience <> 'nobody'
),

asked AS (
    SELECT
        told.institution_id AS about_id,
        told.institution_id AS asked_id
    FROM told
    WHERE told.institution_id IS NOT NULL
    UNION
    SELECT
        asked.about_id,
        institution.parent_id AS asked_id
    FROM asked
    INNER JOIN institution ON asked.asked_id = institution.id
    LEFT JOIN contact ON institution.id = contact.institution_id
    WHERE institution.parent_id IS NOT NULL AND contact.id IS NULL
),

beyond AS (
    -- those above whoever is asked: the first that has contacts
    SELECT
        asked.about_id,
        institution.parent_id AS asked_id
    FROM asked
    INNER JOIN institution ON asked.asked_id = institution.id
    INNER JOIN contact ON institution.id = contact.institution_id
    WHERE institution.parent_id IS NOT NULL
    UNION
    SELECT
        beyond.about_id,
        institution.parent_id AS asked_id
    FROM beyond
    INNER JOIN institution ON beyond.asked_id = institution.id
    LEFT JOIN contact ON institution.id = contact.institution_id
    WHERE institution.parent_id IS NOT NULL AND contact.id IS NULL
),

heard AS (
    SELECT
        told.*,
        contact.email,
        contact.language
    FROM told
    INNER JOIN asked ON told.institution_id = asked.about_id
    INNER JOIN contact ON asked.asked_id = contact.institution_id
    WHERE
        told.audience = 'contacts'
        OR NOT EXISTS (
            SELECT FROM beyond
            INNER JOIN contact AS upper ON beyond.asked_id = upper.institution_id
            WHERE beyond.about_id = told.institution_id
        )
    UNION
    SELECT
        told.*,
        contact.email,
        contact.language
    FROM told
    INNER JOIN beyond ON told.institution_id = beyond.about_id
    INNER JOIN contact ON beyond.asked_id = contact.institution_id
    WHERE told.audience = 'escalation'
),

notified AS (
    INSERT INTO notification (
        alert_change_id, channel, recipient, language, created_at, not_before, institution_id, rule_group
    )
    SELECT
        heard.alert_change_id,
        'mail' AS channel,
        heard.email,
        heard.language,
        heard.changed_at AS created_at,
        greatest(
            heard.changed_at + make_interval(secs => heard.wait_s),
            last_mail.sent_at + make_interval(secs => %(interval_s)s)
        ) AS not_before,
        heard.institution_id,
        heard.rule_group
    FROM heard
    LEFT JOIN LATERAL (
        SELECT max(notification.sent_at) AS sent_at
        FROM notification
        WHERE
            heard.wait_s > 0
            AND notification.institution_id = heard.institution_id
            AND notification.rule_group = heard.rule_group
            AND notification.recipient = heard.email
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
