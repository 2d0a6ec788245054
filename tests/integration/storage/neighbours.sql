-- Beside the sample rows, a second institution with a bit of everything, and one below it.
INSERT INTO institution (code, name, type, parent_id) VALUES ('clinic', '医院', 'hospital', 1);
INSERT INTO institution (code, name, type, parent_id) SELECT 'ward', '分院', 'hospital', id FROM institution WHERE code = 'clinic';
INSERT INTO place (code, name, kind, institution_id, timezone)
SELECT 'ward-yard', '分院大院', 'site', id, 'Asia/Shanghai' FROM institution WHERE code = 'ward';
INSERT INTO device (code, kind, protocol, site_id)
SELECT made.code, made.kind, 'json_v1', place.id
FROM place, (VALUES ('ww1', 'water_meter'), ('wbd1', 'vehicle_tracker')) AS made (code, kind)
WHERE place.code = 'ward-yard';
INSERT INTO meter (code, name, device_id, quantity_id, medium, level, place_id)
SELECT 'ww1', '分院总表', device.id, 1, 'water', 1, device.site_id FROM device WHERE code = 'ww1';
INSERT INTO consumption_hourly (meter_id, hour, amount, estimated, coverage, reasons, computed_at)
SELECT id, '2026-01-05 00:00Z', 3, 0, 1, '{}', '2026-01-22 00:00Z' FROM meter WHERE code = 'ww1';
INSERT INTO consumption_daily (meter_id, day, amount, estimated, coverage, computed_at)
SELECT id, '2026-01-05', 3, 0, 1, '2026-01-22 00:00Z' FROM meter WHERE code = 'ww1';
INSERT INTO reading (device_id, quantity_id, at, value, received_at)
SELECT id, CASE code WHEN 'ww1' THEN 101 ELSE 119 END, '2026-01-05 00:30Z', 2, '2026-01-05 00:31Z'
FROM device WHERE code IN ('ww1', 'wbd1');
INSERT INTO vehicle (plate, type, fuel, duty, institution_id)
SELECT '宁A00002', '轿车', 'gasoline', 'leadership', id FROM institution WHERE code = 'ward';
INSERT INTO vehicle_tracker (vehicle_id, device_id, valid)
SELECT vehicle.id, device.id, '[2025-12-31 16:00Z,)' FROM vehicle, device
WHERE vehicle.plate = '宁A00002' AND device.code = 'wbd1';
INSERT INTO position (device_id, at, lon, lat, speed_kmh, satellites, system, received_at)
SELECT id, '2026-01-05 00:30Z', 106.5, 38.25, 8, 12, 'BDS', '2026-01-22 00:00Z' FROM device WHERE code = 'wbd1';
INSERT INTO stop (vehicle_id, started_at, ended_at, lon, lat, idling_s, fixes)
SELECT id, '2026-01-04 22:00Z', '2026-01-05 00:00Z', 106.5, 38.25, 60, 8 FROM vehicle WHERE plate = '宁A00002';
INSERT INTO alert (rule, subject, institution_id, state, since, severity)
SELECT 'water-over-quota', 'ward', id, 'firing', '2026-01-20 00:00Z', 'warning' FROM institution WHERE code = 'ward';
INSERT INTO alert (rule, subject, institution_id, state, since, severity)
VALUES ('pipeline', 'all', NULL, 'firing', '2026-01-20 00:00Z', 'warning');
INSERT INTO allowance (place_id, medium, month, period, unit)
SELECT id, 'water', '2026-01-01', '[2026-01-01,2026-02-01)', 'm3' FROM place WHERE code = 'ward-yard';
INSERT INTO dispatch_order (
    institution_id, number, applicant, purpose, destination, planned_from, planned_to, state
)
SELECT id, '2026-001', '赵六', '出诊', '盐池', '2026-01-05 00:00Z', '2026-01-05 08:00Z', 'applied'
FROM institution WHERE code = 'ward';
INSERT INTO rejected_message (received_at, topic, payload, reason, detail, digest) VALUES
('2026-01-06 00:00Z', 'v1/ward-yard/ww1/telemetry', '\x7b', 'not_json', 'it ends', '\x11'),
('2026-01-06 00:00Z', 'v1/yard/ww1/telemetry', '\x7b', 'not_json', 'of another site', '\x12'),
('2026-01-06 00:00Z', 'v1/nowhere/nothing/telemetry', '\x7b', 'unknown_device', 'nothing', '\x13');
INSERT INTO silence (institution_id, rule, begins_at, ends_at, reason, author, created_at)
SELECT id, 'leak', '2026-01-21 00:00Z', '2026-02-01 00:00Z', '施工', '赵六', '2026-01-21 00:00Z'
FROM institution WHERE code = 'ward';
