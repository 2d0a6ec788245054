-- A small house: two main water meters, one zone, one electricity meter with a sub-item, two vehicles, an
-- alert. %(label)s stands in every name, %(now)s is when all of this is, %(today)s the day on the site then.

INSERT INTO institution (code, name, name_en, type)
VALUES ('i', '机关' || %(label)s, 'Office' || %(label)s, 'government');
INSERT INTO place (code, name, name_en, kind, parent_id, institution_id, timezone)
VALUES
('s', '大院' || %(label)s, 'Compound' || %(label)s, 'site', NULL, 1, 'Asia/Shanghai'),
('a', '东楼' || %(label)s, 'East wing' || %(label)s, 'building', 1, NULL, NULL);

INSERT INTO device (code, name, kind, protocol, site_id, place_id)
SELECT
    written.code,
    written.code || %(label)s,
    written.kind,
    'json_v1',
    1,
    2
FROM (
    VALUES
    ('w1', 'water_meter'), ('w2', 'water_meter'), ('wa', 'water_meter'), ('e1', 'energy_monitor'),
    ('ea', 'energy_monitor'), ('b1', 'vehicle_tracker'), ('b2', 'vehicle_tracker')
) AS written (code, kind);
INSERT INTO meter (code, name, device_id, quantity_id, medium, level, parent_id, item, place_id)
VALUES
('m1', '表' || %(label)s, 1, 1, 'water', 1, NULL, '', 2),
('m2', '表' || %(label)s, 2, 1, 'water', 1, NULL, '', 2),
('ma', '表' || %(label)s, 3, 1, 'water', 2, 1, '', 2),
('me', '表' || %(label)s, 4, 3, 'electricity', 1, NULL, '', 2),
('mi', '表' || %(label)s, 5, 3, 'electricity', 2, 4, 'hvac', 2);
INSERT INTO vehicle (plate, type, fuel, duty, institution_id)
VALUES
('宁A00001' || %(label)s, 'SUV', 'gasoline', 'general', 1),
('宁A00002' || %(label)s, 'SUV', 'gasoline', 'general', 1);
INSERT INTO vehicle_tracker (vehicle_id, device_id, valid)
VALUES (1, 6, '[2025-01-01Z,)'), (2, 7, '[2025-01-01Z,)');

-- today 2 + 0.5 m3 and 30 kWh so far, yesterday 10 + 5.5 m3 and 100 kWh; the zone 1 and 8 m3, hvac 12 and
-- 40 kWh; and a day that is too long ago to be shown
INSERT INTO consumption_daily (meter_id, day, amount, estimated, coverage, computed_at)
SELECT
    meter.id,
    day.day,
    day.amount,
    0,
    day.coverage,
    %(now)s
FROM (VALUES (1, 2.0, 10.0), (2, 0.5, 5.5), (3, 1.0, 8.0), (4, 30.0, 100.0), (5, 12.0, 40.0))
    AS meter (id, today, yesterday)
CROSS JOIN LATERAL (
    VALUES
    (%(today)s::date, meter.today, 0.3),
    (%(today)s::date - 1, meter.yesterday, 1.0),
    (%(today)s::date - 40, 999.0, 1.0)
) AS day (day, amount, coverage);

-- devices 1 to 5 report; of the trackers one drives, the other fell silent two hours ago
INSERT INTO reading (device_id, quantity_id, at, value, received_at)
SELECT
    device.id,
    1,
    %(now)s - interval '1 minute',
    1.0,
    %(now)s
FROM device
WHERE device.id <= 5;
INSERT INTO position (device_id, at, lon, lat, speed_kmh, received_at)
VALUES
(6, %(now)s - interval '3 hours', 106.25, 38.5, 0, %(now)s),
(6, %(now)s - interval '1 minute', 106.25, 38.5, 43, %(now)s),
(7, %(now)s - interval '2 hours', 106.25, 38.5, 0, %(now)s);
INSERT INTO device_event (device_id, at, kind)
VALUES (7, %(now)s - interval '9 hours', 'online'), (7, %(now)s - interval '2 hours', 'offline');
INSERT INTO rejected_message (received_at, topic, payload, reason, detail, digest)
VALUES
(%(now)s, 'v1/s/w1/telemetry', 'x', 'future', 'd', '1'),
(%(now)s, 'v1/s/w1/telemetry', 'x', 'future', 'd', '2'),
(%(now)s, 'v1/s/w1/telemetry', 'x', 'not_json', 'd', '3'),
(%(now)s - interval '60 days', 'v1/s/w1/telemetry', 'x', 'not_json', 'd', '4');

-- a quarter of a year's 25 m3 is used where a tenth is due: an alert, and its mail
INSERT INTO quota (code, indicator, category, unit, limit_tier, counts, source, year, valid, status)
VALUES (
    'q', 'water_per_person', 'c', 'm3/(person·a)', '通用值', '{staff}', 'DB 1' || %(label)s, 2021,
    '[2021-01-01,)', 'single_source'
);
INSERT INTO quota_tier (quota_id, position, name, name_en, value, purpose)
VALUES (1, 1, '通用值', 'general value', 25, 'p');
INSERT INTO indicator_value (
    institution_id, indicator, period_start, period_end, value, unit, numerator, denominator, coverage,
    estimated_share, observed_days, quota_id, quota_value, used_share, due_share, projected, computed_at
) VALUES (
    1, 'water_per_person', date_trunc('year', %(today)s::date),
    date_trunc('year', %(today)s::date) + interval '1 year',
    6.25, 'm3/person', 3750, 600, 0.98, 0.01, 36, 1, 25, 0.25, 0.1, 62.5, %(now)s
);
INSERT INTO alert (rule, subject, institution_id, state, since, severity, figures)
VALUES
(
    'r', 'institution:i', 1, 'firing', %(now)s - interval '5 hours', 'warning',
    '{"indicator": "water_per_person", "used_share": 0.25, "due_share": 0.1}'
),
('r', 'institution:gone', NULL, 'resolved', %(now)s, 'warning', '{}');
INSERT INTO alert_change (alert_id, at, from_state, to_state, reason)
VALUES (1, %(now)s - interval '5 hours', 'inactive', 'firing', 'breached');
INSERT INTO notification (alert_change_id, channel, recipient, language, created_at, not_before, sent_at)
VALUES (1, 'mail', 'a@example.org', 'zh_CN', %(now)s, %(now)s, %(now)s - interval '4 hours');
INSERT INTO silence (institution_id, rule, begins_at, ends_at, reason, author, created_at)
VALUES (1, 'r', %(now)s - interval '1 hour', %(now)s + interval '1 hour', '检修' || %(label)s, 'a', %(now)s);
