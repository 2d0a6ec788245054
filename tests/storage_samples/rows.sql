-- One row or more of everything, put into an empty database, where identity columns count from 1. Values are
-- multiples of a power of two: their sums are exact, in whatever order a server adds them.

INSERT INTO institution (code, name, type, parent_id) VALUES ('city', '市', 'region', NULL), ('bureau', '局', 'government', 1);
INSERT INTO contact (institution_id, name, email) VALUES (2, '专管员', 'officer@example.org');
INSERT INTO duty_turn (institution_id, who, first_day, last_day) VALUES (2, 'officer@example.org', '2026-01-01', '2026-01-07');

INSERT INTO place (code, name, kind, parent_id, institution_id, timezone) VALUES
('yard', '大院', 'site', NULL, 2, 'Asia/Shanghai'),
('main', '主楼', 'building', 1, NULL, NULL),
('floor1', '一层', 'floor', 2, NULL, NULL);
INSERT INTO occupancy (place_id, valid, area_m2) VALUES (2, '[2026-01-01,)', 1000);
INSERT INTO occupancy_people (occupancy_id, kind, people) VALUES (1, 'staff', 100), (1, 'visitor', 8);

INSERT INTO device (code, kind, protocol, site_id, place_id, installed_at) VALUES
('w1', 'water_meter', 'json_v1', 1, 1, NULL),
('w2', 'water_meter', 'json_v1', 1, 2, NULL),
('e1', 'energy_monitor', 'json_v1', 1, 2, NULL),
('bd1', 'vehicle_tracker', 'json_v1', 1, 1, '2025-12-01 00:00Z'),
('e2', 'energy_monitor', 'json_v1', 1, 2, NULL);
INSERT INTO meter (code, name, device_id, quantity_id, medium, level, parent_id, item, place_id) VALUES
('w1', '总表', 1, 1, 'water', 1, NULL, '', 1),
('w2', '主楼', 2, 1, 'water', 2, 1, '', 2),
('e1', '总电', 3, 3, 'electricity', 1, NULL, '', 2),
('e2', '照明', 5, 3, 'electricity', 2, 3, 'lighting_sockets', 2);
INSERT INTO meter_serves (meter_id, place_id) VALUES (1, 1), (1, 2);
INSERT INTO installation (meter_id, serial, valid, start_register, end_register, modulus) VALUES
(1, '007', '[2025-12-31 16:00Z,)', 5, NULL, 100000),
(2, 'B1', '[2025-12-31 16:00Z,2026-01-10 00:00Z)', NULL, 64, 100000),
(2, 'B2', '[2026-01-10 00:00Z,)', 0, NULL, 100000),
(3, 'E1', '[2025-12-31 16:00Z,)', NULL, NULL, NULL);

INSERT INTO virtual_meter (code, name, medium, quantity_id, place_id, level, parent_id) VALUES
('w-rest', '其余用水', 'water', 1, 1, 2, 1),
('w-half', '其余的一半', 'water', 1, 1, NULL, NULL);
INSERT INTO virtual_meter_part (virtual_id, meter_id, part_virtual_id, share) VALUES
(1, 1, NULL, 1), (1, 2, NULL, -0.25), (2, NULL, 1, 0.5);
INSERT INTO metering_requirement (institution_id, medium, level, required, valid, source)
VALUES (2, 'water', 2, 2, '[2026-01-01,)', 'an example');

INSERT INTO vehicle (plate, type, fuel, duty, institution_id) VALUES ('宁A00001', '轿车', 'gasoline', '一般公务', 2);
INSERT INTO vehicle_tracker (vehicle_id, device_id, valid) VALUES (1, 4, '[2025-12-31 16:00Z,)');
INSERT INTO vehicle_service (vehicle_id, task, every_km, every_months, last_on, last_odometer_km)
VALUES (1, 'own_service', 2500, 6, '2026-01-02', 41200);
INSERT INTO vehicle_cost (
    vehicle_id, day, kind, amount_yuan, litres, odometer_km, supplier, voucher, approval_above_yuan, receipt, copy,
    recorded_at, recorded_by
) VALUES
(1, '2026-01-03', 'fuel', 300.5, 40.25, 41210, '加油站', 'F1', NULL, 'r1', 1, '2026-01-04 00:00Z', '张三'),
(1, '2026-01-05', 'repair', 3200, NULL, NULL, '维修厂', 'W1', 3000, 'r2', 1, '2026-01-06 00:00Z', '张三');

INSERT INTO factor_set (code, name, name_en, purpose, source)
VALUES ('coal', '折标系数', 'coefficients', 'standard_coal', 'an example');
INSERT INTO factor (factor_set_id, position, carrier, value, unit, source, year, valid, status)
VALUES (1, 0, 'electricity', 0.125, 'kgce/kWh', 'an example', 2020, '[2020-01-01,)', 'unverified');
INSERT INTO grid_factor (code, region, data_year, value, source, status, valid_from)
VALUES ('grid-2023', 'ningxia', 2023, 0.5, 'an example', 'unverified', '2025-01-01');
INSERT INTO quota (code, indicator, category, unit, limit_tier, counts, source, year, valid, status)
VALUES ('water-office', 'water_per_person', '机关', 'm3/(person·a)', '通用值', '{staff}', 'an example', 2021, '[2021-01-01,)', 'unverified');
INSERT INTO quota_tier (quota_id, position, name, name_en, value, purpose) VALUES
(1, 0, '先进值', 'advanced', 10, '新建项目'),
(1, 1, '通用值', 'general', 25, '现有单位');
INSERT INTO institution_quota (institution_id, quota_id, valid) VALUES (2, 1, '[2026-01-01,)');

-- registers every hour and gauges every quarter of one, over three weeks: several chunks of the hypertables
INSERT INTO reading (device_id, quantity_id, at, value, received_at)
SELECT
    register.device_id,
    register.quantity_id,
    timestamptz '2026-01-01 00:00Z' + step * interval '1 hour',
    5 + step * 0.25,
    timestamptz '2026-01-22 00:00Z'
FROM generate_series(0, 503) AS step
CROSS JOIN (VALUES (1, 1), (2, 1), (3, 3)) AS register (device_id, quantity_id);
INSERT INTO reading (device_id, quantity_id, at, value, received_at)
SELECT
    gauge.device_id,
    gauge.quantity_id,
    timestamptz '2026-01-01 00:00Z' + step * interval '15 minutes',
    gauge.base + step % 13 * 0.5,
    timestamptz '2026-01-22 00:00Z'
FROM generate_series(0, 2015) AS step
CROSS JOIN (VALUES (1, 101, 2), (3, 106, 40)) AS gauge (device_id, quantity_id, base);
INSERT INTO reading (device_id, quantity_id, at, value, received_at) VALUES
(4, 7, '2026-01-06 00:00Z', 41300, '2026-01-22 00:00Z'), (4, 7, '2026-01-20 00:00Z', 42300, '2026-01-22 00:00Z');
INSERT INTO position (device_id, at, lon, lat, speed_kmh, satellites, system, received_at)
SELECT
    4,
    timestamptz '2026-01-05 00:00Z' + step * interval '10 minutes',
    106 + step * 0.0078125,
    38.5,
    step % 7 * 8,
    12,
    'BDS',
    timestamptz '2026-01-22 00:00Z'
FROM generate_series(0, 287) AS step;
INSERT INTO device_event (device_id, at, kind) VALUES (1, '2026-01-05 00:00Z', 'online');

INSERT INTO rejected_message (received_at, topic, payload, reason, detail, digest) VALUES
('2026-01-06 00:00Z', 'v1/yard/w1/telemetry', '\x7b', 'not_json', 'it ends after 1 byte', '\x01'),
('2026-01-06 00:01Z', 'v1/yard/w1/telemetry', '\x7b7d', 'future', 'volume_m3 in 2030', '\x02');
INSERT INTO rejected_reading (rejected_id, device, quantity, at) VALUES (2, 'w1', 'volume_m3', '2030-01-01 00:00Z');

-- two registers have stale hours; a mark of a register that is no meter stands beside them
INSERT INTO stale_hour (device_id, quantity_id, hour) VALUES
(1, 1, '2026-01-05 00:00Z'), (1, 1, '2026-01-05 01:00Z'), (2, 1, '2026-01-05 00:00Z'), (4, 7, '2026-01-05 00:00Z');

INSERT INTO consumption_hourly (meter_id, hour, amount, estimated, coverage, reasons, computed_at)
SELECT
    meter_id,
    timestamptz '2026-01-01 00:00Z' + step * interval '1 hour',
    0.25,
    step % 2 * 0.125,
    1 - step % 2 * 0.5,
    CASE step % 2 WHEN 1 THEN ARRAY['gap'] ELSE ARRAY[]::text [] END,
    timestamptz '2026-01-22 00:00Z'
FROM generate_series(0, 502) AS step, generate_series(1, 4) AS meter_id;
INSERT INTO consumption_daily (meter_id, day, amount, estimated, coverage, night_amounts, computed_at)
SELECT
    meter_id,
    date '2026-01-01' + step,
    6,
    1.5,
    0.75,
    ARRAY[NULL, 0.25, NULL, 0.25, NULL, NULL],
    timestamptz '2026-01-22 00:00Z'
FROM generate_series(0, 20) AS step, generate_series(1, 4) AS meter_id;
INSERT INTO consumption_monthly (meter_id, month, amount, estimated, coverage, computed_at)
SELECT meter_id, '2026-01-01', 126, 31.5, 0.75, '2026-01-22 00:00Z' FROM generate_series(1, 4) AS meter_id;
INSERT INTO set_aside (meter_id, at, step, reason, computed_at) VALUES (1, '2026-01-05 00:00Z', 100, 'jump', '2026-01-22 00:00Z');
INSERT INTO flagged_reading (meter_id, at, value, reason, computed_at) VALUES
(1, '2026-01-06 00:00Z', 0, 'glitch', '2026-01-22 00:00Z'),
(1, '2026-01-06 01:00Z', 100000, 'above_modulus', '2026-01-22 00:00Z');
INSERT INTO indicator_value (
    institution_id, indicator, period_start, period_end, value, unit, numerator, denominator, coverage, estimated_share,
    observed_days, quota_id, quota_value, used_share, due_share, projected, computed_at
) VALUES (
    2, 'water_per_person', '2026-01-01', '2027-01-01', 1.25, 'm3/(person·a)', 125, 100, 0.75, 0.25,
    21, 1, 25, 0.05, 0.0575, 21.75, '2026-01-22 00:00Z'
);
INSERT INTO indicator_value (
    institution_id, indicator, period, period_start, period_end, value, unit, coverage, estimated_share, observed_days, computed_at
) VALUES (
    2, 'carbon', 'month', '2026-01-01', '2026-02-01', 512, 'kgCO2/a', 0.75, 0.25, 21, '2026-01-22 00:00Z'
);
INSERT INTO indicator_value (
    institution_id, indicator, period, period_start, period_end, value, unit, numerator, denominator, coverage, estimated_share,
    observed_days, value_last_period, computed_at
) VALUES (
    2, 'water_per_person', 'month', '2026-01-01', '2026-02-01', 1.25, 'm3/person', 125, 100, 0.75, 0.25, 21, 1, '2026-01-22 00:00Z'
);

INSERT INTO alert (rule, subject, institution_id, state, since, told_at, severity)
VALUES ('water-over-quota', 'bureau', 2, 'firing', '2026-01-20 00:00Z', '2026-01-20 00:00Z', 'warning');
INSERT INTO alert_change (alert_id, at, from_state, to_state, reason, figures)
VALUES (1, '2026-01-20 00:00Z', 'inactive', 'firing', 'breached', '{"used_share": 1.05}');
INSERT INTO notification (
    alert_change_id, channel, recipient, language, created_at, not_before, institution_id, rule_group, mail
)
VALUES (
    1, 'mail', 'officer@example.org', 'zh_CN', '2026-01-20 00:00Z', '2026-01-20 00:00Z', 2, 'over_quota', 1
);
INSERT INTO acknowledgement (alert_id, at, author) VALUES (1, '2026-01-21 00:00Z', '张三');
INSERT INTO alert (rule, subject, institution_id, state, since, severity)
VALUES ('vehicle-speeding', 'vehicle:宁A00001', 2, 'firing', '2026-01-20 00:00Z', 'warning');
INSERT INTO silence (institution_id, rule, begins_at, ends_at, reason, author, created_at)
VALUES (2, 'water-over-quota', '2026-01-21 00:00Z', '2026-02-01 00:00Z', '检修', '张三', '2026-01-21 00:00Z');

INSERT INTO allowance (place_id, medium, month, period, unit) VALUES
(2, 'water', '2026-01-01', '[2026-01-01,2026-02-01)', 'm3'),
(2, 'water', '2026-02-01', '[2026-02-01,2026-03-01)', 'm3');
INSERT INTO allowance_approval (allowance_id, volume, author, at) VALUES (1, 128, '张三', '2026-01-01 00:00Z');
INSERT INTO allowance_ledger (
    allowance_id, kind, status, approval_id, approved, volume, coverage, estimated_share, revision, shares, computed_at
) VALUES (1, 'settlement', 'proposed', 1, 128, 126, 0.75, 0.25, 21, '{"w2": 1}', '2026-02-02 00:00Z');

INSERT INTO watched_site (site_id, leaks_at, days_at) VALUES (1, '2026-01-20 00:00Z', '2026-01-20 00:00Z');
UPDATE meter SET computed_at = '2026-01-22 00:00Z';
INSERT INTO meter_watch (meter_id, state, nights_missing, flowing_hours, computed_at)
VALUES (1, 'ready', 0, 48, '2026-01-22 00:00Z'), (2, 'learning', 4, NULL, '2026-01-22 00:00Z');
INSERT INTO meter_night (meter_id, night, flow_m3h, expected_m3h, spread_m3h, unusual, computed_at) VALUES
(1, '2026-01-20', 0.5, 0.25, 0.0625, 4, '2026-01-22 00:00Z'),
(2, '2026-01-20', 0.5, NULL, NULL, NULL, '2026-01-22 00:00Z');
INSERT INTO leak_finding (
    meter_id, reason, since, decided, latest, flow_m3h, expected_m3h, spread_m3h, share, computed_at
) VALUES (1, 'balance_step', '2026-01-18', '2026-01-19', '2026-01-20', 0.5, 0.25, 0.0625, 0.125, '2026-01-22 00:00Z');
INSERT INTO meter_baseline (
    meter_id, version, state, days_missing, trained_from, trained_to, trained_days, spread, parameters, trained_at
) VALUES
(1, 1, 'ready', 0, '2025-12-01', '2026-01-17', 48, 0.125, '{"mean": 0.25}', '2026-01-18 00:00Z'),
(2, 0, 'learning', 20, '2026-01-01', '2026-01-17', 16, NULL, NULL, '2026-01-18 00:00Z');
INSERT INTO day_score (
    meter_id, day, version, hours, seen, expected, unusual, peak_hour, peak_seen, peak_expected, computed_at
) VALUES (1, '2026-01-20', 1, 24, 6, 8, -2, 10, 0.25, 0.5, '2026-01-22 00:00Z');

UPDATE contact SET reports = '{daily}';
INSERT INTO mailed_report (institution_id, recipient, language, kind, period, since, created_at, not_before)
VALUES (
    2, 'officer@example.org', 'zh_CN', 'daily', '2026-01-19', '2026-01-19 00:00Z', '2026-01-20 00:00Z',
    '2026-01-20 00:00Z'
);

INSERT INTO device (code, kind, protocol, site_id) VALUES ('ws1', 'weather_station', 'json_v1', 1);
INSERT INTO reading (device_id, quantity_id, at, value, received_at)
SELECT device.id, 103, '2026-01-05 06:30Z', -4.5, '2026-01-05 06:31Z' FROM device WHERE device.code = 'ws1';

INSERT INTO stop (vehicle_id, started_at, ended_at, lon, lat, idling_s, fixes) VALUES
(1, '2026-01-04 22:00Z', '2026-01-05 00:00Z', 106, 38.5, 60, 8),
(1, '2026-01-05 01:00Z', '2026-01-05 03:00Z', 106.25, 38.5, 0, 8);
INSERT INTO trip (
    vehicle_id, started_at, ended_at, start_lon, start_lat, end_lon, end_lat, distance_m, track_m, odometer_m,
    odometer_lack, driving_s, idling_s, stopped_s, gap_s, top_speed_kmh, top_at, top_lon, top_lat, fixes
) VALUES (
    1, '2026-01-05 00:00Z', '2026-01-05 01:00Z', 106, 38.5, 106.25, 38.5, 22000, 21900, 22000,
    NULL, 3000, 300, 300, 0, 62.5, '2026-01-05 00:30Z', 106.125, 38.5, 120
);

SELECT add_up_pieces(id, '-infinity', 'infinity') FROM vehicle;

UPDATE trip SET furthest_m = 21000;
INSERT INTO outing (
    vehicle_id, started_at, ended_at, trips, distance_m, furthest_m, stay_s, stay_at, stay_lon, stay_lat
) VALUES (1, '2026-01-05 00:00Z', NULL, 1, 22000, 21000, 7200, '2026-01-05 01:00Z', 106.25, 38.5);
INSERT INTO outing_home (vehicle_id, digest) VALUES (1, 'of other homes');
INSERT INTO driver (code, name, institution_id, phone, licence_class, licence_until, valid_from)
VALUES ('d01', '马师傅', 2, '13900000000', 'A1', '2030-01-01', '2026-01-01');
INSERT INTO driver_turn (driver_id, first_day, last_day) VALUES (1, '2026-01-05', '2026-01-06');
INSERT INTO vehicle_duty (vehicle_id, starts_at, ends_at, reason, registered_at, registered_by)
VALUES (1, '2026-01-01 00:00Z', '2026-01-03 00:00Z', '节日值班', '2025-12-30 00:00Z', '王主任');
INSERT INTO dispatch_order (
    institution_id, number, applicant, purpose, destination, fence, lon, lat, planned_from, planned_to, vehicle_id,
    driver, passengers, state, entry_key
) VALUES
(2, '2026-001', '李四', '调研', '青铜峡', '', 106.25, 38.5, '2026-01-05 00:00Z', '2026-01-05 08:00Z', 1, 'd01', '王五', 'dispatched', ''),
(2, '2026-002', '李四', '开会', '石嘴山', '', NULL, NULL, '2026-01-07 00:00Z', '2026-01-07 08:00Z', NULL, '', '', 'applied', 'k-2');
INSERT INTO dispatch_change (order_id, at, author, was, state, note, recorded_at) VALUES
(1, '2026-01-04 00:00Z', '李四', NULL, 'applied', '', '2026-01-04 00:00Z'),
(1, '2026-01-04 01:00Z', '王主任', 'applied', 'approved', '同意', '2026-01-04 01:00Z'),
(1, '2026-01-04 02:00Z', '调度员', 'approved', 'dispatched', '', '2026-01-04 02:00Z'),
(2, '2026-01-04 00:00Z', '李四', NULL, 'applied', '', '2026-01-04 00:00Z');
INSERT INTO daily_check (vehicle_id, day, kind, driver, passed, defects, at, author)
VALUES (1, '2026-01-05', 'before', 'd01', true, '', '2026-01-05 00:00Z', '调度员');
INSERT INTO reading (device_id, quantity_id, at, value, received_at) VALUES
(4, 116, '2026-01-05 00:30Z', 51.5, '2026-01-05 00:31Z'),
(4, 119, '2026-01-05 00:30Z', 3, '2026-01-05 00:31Z'),
(4, 119, '2026-01-05 00:31Z', 1, '2026-01-05 00:32Z');
INSERT INTO api_token (name, secret_hash, institution_id, rights, created_by, created_at, expires_at)
VALUES ('warehouse', '$argon2id$', 2, '{read}', '张三', '2026-01-01 00:00Z', '2027-01-01 00:00Z');

INSERT INTO account (name, shown_name, password_hash, kind, institution_id, created_at)
VALUES ('officer', '专管员', 'none', 'energy_officer', 2, '2026-01-01 00:00Z');
INSERT INTO web_session (id_hash, account_id, created_at, seen_at, address)
VALUES (decode(repeat('ab', 32), 'hex'), 1, '2026-01-01 00:00Z', '2026-01-01 00:00Z', '10.0.0.1');
INSERT INTO login_link (token_hash, account_id, expires_at)
VALUES (decode(repeat('cd', 32), 'hex'), 1, '2026-01-01 00:10Z');
INSERT INTO login_failure (at, name, address) VALUES ('2026-01-01 00:00Z', 'officer', '10.0.0.1');
INSERT INTO audit_entry (at, author, action, subject, became)
VALUES ('2026-01-01 00:00Z', 'guanjia', 'add', 'account officer', '{"kind": "energy_officer"}');
