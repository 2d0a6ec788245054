-- Whom the mails of those changes went to: two people are told that it fires and that it is over; one mail in
-- two hundred could not be sent.
INSERT INTO notification (
    alert_change_id, channel, recipient, language, created_at, not_before, claimed_at, attempts, sent_at,
    failed_at, error, institution_id, rule_group, mail
)
SELECT
    change.id,
    'mail',
    'officer' || person.number || '@example.org',
    'zh_CN',
    change.at,
    change.at,
    change.at,
    1,
    CASE WHEN mod(change.id, 200) > 0 THEN change.at + interval '40 seconds' END,
    CASE WHEN mod(change.id, 200) = 0 THEN change.at + interval '40 seconds' END,
    CASE WHEN mod(change.id, 200) = 0 THEN '550 no such mailbox' ELSE '' END,
    alert.institution_id,
    alert.rule,
    change.id
FROM alert_change AS change
INNER JOIN alert ON change.alert_id = alert.id
CROSS JOIN (VALUES (1), (2)) AS person (number)
WHERE change.to_state IN ('firing', 'resolved')
ORDER BY change.at, change.id
