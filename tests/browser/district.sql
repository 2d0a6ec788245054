-- Beside the small house: a region above it, another institution, a swapped meter with hours, two more alerts.
INSERT INTO institution (code, name, name_en, type) VALUES
('reg', '银川市', 'Yinchuan', 'region'),
('o', '别的单位', 'Another', 'government');
UPDATE institution SET parent_id = (SELECT region.id FROM institution AS region WHERE region.code = 'reg')
WHERE institution.code IN ('i', 'o');
INSERT INTO place (code, name, name_en, kind, parent_id, institution_id, timezone)
SELECT 'os', '别院', 'Other yard', 'site', NULL, institution.id, 'Asia/Shanghai'
FROM institution
WHERE institution.code = 'o';
INSERT INTO installation (meter_id, serial, valid, end_register) VALUES
(1, 'OLD-1', '[2025-01-01Z,2026-01-01Z)', 640);
INSERT INTO installation (meter_id, serial, valid, start_register) VALUES (1, 'NEW-1', '[2026-01-01Z,)', 0);
INSERT INTO consumption_hourly (meter_id, hour, amount, estimated, coverage, reasons, computed_at)
SELECT
    1,
    (%(today)s::timestamp AT TIME ZONE 'Asia/Shanghai') - interval '24 hours' + hour * interval '1 hour',
    0.5,
    CASE WHEN hour < 6 THEN 0.25 ELSE 0 END,
    1,
    CASE WHEN hour < 6 THEN ARRAY['gap'] ELSE ARRAY[]::text [] END,
    %(now)s
FROM generate_series(0, 23) AS hour;
INSERT INTO alert (rule, subject, institution_id, state, since, fired_at, severity, figures)
SELECT
    'water-per-person',
    'institution:' || institution.code,
    institution.id,
    'firing',
    %(now)s - interval '1 hour',
    %(now)s - interval '1 hour',
    'critical',
    '{}'
FROM institution
WHERE institution.code IN ('i', 'o');
INSERT INTO alert (rule, subject, institution_id, state, since, fired_at, severity, figures)
VALUES ('leak-at-night', 'meter:m1', 1, 'firing', %(now)s, %(now)s, 'warning', '{}');
INSERT INTO contact (institution_id, name, email) VALUES (1, '李专管', 'li@example.org');
INSERT INTO alert_change (alert_id, at, from_state, to_state, reason)
SELECT alert.id, %(now)s, 'pending', 'firing', 'held' FROM alert WHERE alert.subject = 'meter:m1';
INSERT INTO notification (
    alert_change_id, channel, recipient, language, created_at, not_before, institution_id, attempts, sent_at,
    failed_at, error
)
SELECT alert_change.id, told.channel, told.recipient, 'zh_CN', %(now)s, %(now)s, 1, 1, told.sent_at, told.failed_at, told.error
FROM alert_change
CROSS JOIN (
    VALUES
    ('mail', 'li@example.org', %(now)s::timestamptz, NULL::timestamptz, ''),
    ('wecom', 'wecom', NULL, %(now)s, 'refused')
) AS told (channel, recipient, sent_at, failed_at, error);
