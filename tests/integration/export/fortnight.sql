-- The first fortnight of November 2026 at an office in Ningxia, hour by hour; 1 November is a Sunday.
-- w-main counts what w-office and w-canteen count and 0.0625 m3/h more. The office uses 1.5 m3/h from 8 to 18 on
-- workdays, else 0.125; the canteen 2 m3/h from 10 to 13, else 0.5: something drips there. e-main uses 60 kWh/h from
-- 8 to 18 on workdays, else 20.
INSERT INTO institution (code, name, type) VALUES ('bureau', '事务局', 'government');
INSERT INTO place (code, name, kind, institution_id, timezone) VALUES ('yard', '=大院', 'site', 1, 'Asia/Shanghai');
INSERT INTO place (code, name, kind, parent_id) VALUES ('office', '办公楼', 'building', 1), ('canteen', '食堂', 'canteen', 1);
INSERT INTO occupancy (place_id, valid, area_m2) VALUES (1, '[2026-01-01,)', 6000), (2, '[2026-01-01,)', 5000);
INSERT INTO occupancy_people (occupancy_id, kind, people) VALUES
(1, 'staff', 100), (1, 'non_staff', 20), (1, 'visitor', 50), (2, 'staff', 90);
INSERT INTO device (code, kind, protocol, site_id, report_interval)
SELECT
    code,
    kind,
    'json_v1',
    1,
    '1 hour'
FROM (
    VALUES ('w-main', 'water_meter'), ('w-office', 'water_meter'), ('w-canteen', 'water_meter'), ('e-main', 'energy_monitor')
) AS device (code, kind);
INSERT INTO meter (code, name, device_id, quantity_id, medium, level, parent_id, place_id) VALUES
('w-main', '总水表', 1, 1, 'water', 1, NULL, 1),
('w-office', '办公楼水表', 2, 1, 'water', 2, 1, 2),
('w-canteen', '食堂水表', 3, 1, 'water', 2, 1, 3),
('e-main', '-1层总电表', 4, 3, 'electricity', 1, NULL, 1);
INSERT INTO installation (meter_id, serial, valid, start_register, modulus, multiplier) VALUES
(1, 'A-1', '[2026-10-31 16:00Z,)', 99900, 100000, 1),
(2, 'B-1', '[2026-10-31 16:00Z,)', 500, 100000, 1),
(3, 'C-1', '[2026-10-31 16:00Z,)', NULL, NULL, 1),
(4, 'E-1', '[2026-10-31 16:00Z,)', 0, NULL, 40);
INSERT INTO quota (code, indicator, category, unit, limit_tier, counts, source, year, valid, status)
VALUES ('water-office', 'water_per_person', '机关', 'm3/(person·a)', '通用值', '{staff}', 'an example', 2021, '[2021-01-01,)', 'unverified');
INSERT INTO quota_tier (quota_id, position, name, name_en, value, purpose) VALUES (1, 0, '通用值', 'general', 25, '现有单位');
INSERT INTO indicator_value (
    institution_id, indicator, period_start, period_end, value, unit, numerator, denominator, coverage, estimated_share,
    observed_days, quota_id, quota_value, used_share, due_share, projected, computed_at
) VALUES (
    1, 'water_per_person', '2026-01-01', '2027-01-01', 4.315, 'm3/(person·a)', 431.5, 100, 1, 0,
    14, 1, 25, 0.1726, 0.0384, 112.5, '2026-11-15 00:00Z'
);

CREATE TEMPORARY TABLE used AS
SELECT
    hour,
    CASE WHEN is_work THEN 1.5 ELSE 0.125 END AS office,
    CASE WHEN clock BETWEEN 10 AND 12 THEN 2.0 ELSE 0.5 END AS canteen,
    CASE WHEN is_work THEN 60.0 ELSE 20.0 END AS kwh
FROM (
    SELECT
        hour,
        extract(HOUR FROM hour AT TIME ZONE 'Asia/Shanghai') AS clock,
        extract(HOUR FROM hour AT TIME ZONE 'Asia/Shanghai') BETWEEN 8 AND 17
        AND extract(ISODOW FROM hour AT TIME ZONE 'Asia/Shanghai') <= 5 AS is_work
    FROM generate_series(timestamptz '2026-10-31 16:00Z', '2026-11-14 15:00Z', '1 hour') AS hour
) AS clocked;

INSERT INTO consumption_hourly (meter_id, hour, amount, estimated, coverage, computed_at)
SELECT 1, hour, office + canteen + 0.0625, 0, 1, timestamptz '2026-11-15 00:00Z' FROM used
UNION ALL
-- at 10:00 on 10 November the office's register jumped: nothing is known of the hour before
SELECT 2, hour, office, 0, 1, timestamptz '2026-11-15 00:00Z' FROM used WHERE hour <> '2026-11-10 01:00Z'
UNION ALL
SELECT 3, hour, canteen, 0, 1, timestamptz '2026-11-15 00:00Z' FROM used
UNION ALL
SELECT 4, hour, kwh, 0, 1, timestamptz '2026-11-15 00:00Z' FROM used;
-- the canteen's meter was silent on 5 November from midnight to six
UPDATE consumption_hourly SET estimated = amount, coverage = 0, reasons = '{gap}'
WHERE meter_id = 3 AND hour >= '2026-11-04 16:00Z' AND hour < '2026-11-04 22:00Z';
INSERT INTO set_aside (meter_id, at, step, reason, computed_at) VALUES (2, '2026-11-10 02:00Z', 501.5, 'jump', '2026-11-15 00:00Z');
INSERT INTO flagged_reading (meter_id, at, value, reason, computed_at) VALUES (1, '2026-11-03 04:30Z', 0, 'glitch', '2026-11-15 00:00Z');

INSERT INTO consumption_daily (meter_id, day, amount, estimated, coverage, computed_at)
SELECT meter_id, (hour AT TIME ZONE 'Asia/Shanghai')::date AS day, sum(amount), sum(estimated), sum(coverage) / 24, timestamptz '2026-11-15 00:00Z'
FROM consumption_hourly GROUP BY meter_id, day;
INSERT INTO consumption_monthly (meter_id, month, amount, estimated, coverage, computed_at)
SELECT meter_id, '2026-11-01', sum(amount), sum(estimated), sum(coverage) / 14, timestamptz '2026-11-15 00:00Z'
FROM consumption_daily GROUP BY meter_id;

-- the registers: that of w-main passes its modulus, that of w-office jumps by 500 besides what was used
INSERT INTO reading (device_id, quantity_id, at, value, received_at)
SELECT 1, 1, hour + interval '1 hour', (99900 + (sum(office + canteen + 0.0625) OVER (ORDER BY hour)))::numeric % 100000, hour FROM used
UNION ALL
SELECT 2, 1, hour + interval '1 hour',
    500 + sum(office) OVER (ORDER BY hour) + CASE WHEN hour >= '2026-11-10 01:00Z' THEN 500 ELSE 0 END, hour
FROM used
UNION ALL
SELECT 1, 1, '2026-11-03 04:30Z', 0, '2026-11-03 04:30Z';
DROP TABLE used;
