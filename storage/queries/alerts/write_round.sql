-- Write what one round found: alerts, their changes, and a notification to everybody who is told. The
-- contacts of an institution are told; where it has none, those of the nearest institution above it that
-- has.
WITH RECURSIVE item AS (
    SELECT item.*
    FROM jsonb_to_recordset(%(alerts)s) AS item (
        rule text,
        subject text,
        institution_id integer,
        state text,
        since timestamptz,
        told_at timestamptz,
        severity text,
        figures jsonb,
        changed_at timestamptz,
        from_state text,
        reason text,
        is_told boolean
    )
),

written AS (
    INSERT INTO alert (rule, subject, institution_id, state, since, told_at, severity, figures)
    SELECT
        item.rule,
        item.subject,
        item.institution_id,
        item.state,
        item.since,
        item.told_at,
        item.severity,
        item.figures
    FROM item
    ON CONFLICT (rule, subject) DO UPDATE
        SET
            institution_id = excluded.institution_id,
            state = excluded.state,
            since = excluded.since,
            told_at = excluded.told_at,
            severity = excluded.severity,
            figures = excluded.figures
        WHERE (alert.state, alert.since, alert.told_at, alert.severity, alert.figures)
        IS DISTINCT FROM (
            excluded.state, excluded.since, excluded.told_at, excluded.severity, excluded.figures
        )
    RETURNING alert.id, alert.rule, alert.subject
),

changed AS (
    INSERT INTO alert_change (alert_id, at, from_state, to_state, reason, figures)
    SELECT
        written.id,
        item.changed_at,
        item.from_state,
        item.state,
        item.reason,
        item.figures
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
        item.institution_id
    FROM changed
    INNER JOIN written ON changed.alert_id = written.id
    INNER JOIN item ON written.rule = item.rule AND written.subject = item.subject
    WHERE item.is_told
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

notified AS (
    INSERT INTO notification (alert_change_id, channel, recipient, language, created_at, not_before)
    SELECT
        told.alert_change_id,
        'mail' AS channel,
        contact.email,
        contact.language,
        told.changed_at AS created_at,
        told.changed_at AS not_before
    FROM told
    INNER JOIN asked ON told.institution_id = asked.about_id
    INNER JOIN contact ON asked.asked_id = contact.institution_id
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
