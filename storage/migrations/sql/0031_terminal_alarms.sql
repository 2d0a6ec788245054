-- Alarms that vehicle terminals raise, from the flags they report (quantity alarm_bits).

CREATE VIEW analytics.terminal_alarm WITH (security_barrier) AS
WITH alarm (bit, name) AS (
    VALUES
    (0, 'emergency'),
    (1, 'overspeed'),
    (2, 'fatigue'),
    (3, 'danger_warning'),
    (4, 'gnss_fault'),
    (5, 'antenna_open'),
    (6, 'antenna_short'),
    (7, 'supply_low'),
    (8, 'supply_off'),
    (9, 'display_fault'),
    (10, 'speech_fault'),
    (11, 'camera_fault'),
    (12, 'card_reader_fault'),
    (13, 'overspeed_warning'),
    (14, 'fatigue_warning'),
    (18, 'driving_time_exceeded'),
    (19, 'parking_time_exceeded'),
    (20, 'area'),
    (21, 'route'),
    (22, 'route_time'),
    (23, 'off_route'),
    (24, 'vss_fault'),
    (25, 'fuel_abnormal'),
    (26, 'stolen'),
    (27, 'illegal_ignition'),
    (28, 'illegal_movement'),
    (29, 'collision'),
    (30, 'rollover'),
    (31, 'illegal_door')
),

flagged AS (
    SELECT
        reading.device_id,
        reading.at,
        reading.value::bigint AS bits,
        lag(reading.value::bigint, 1, 0::bigint)
            OVER (PARTITION BY reading.device_id ORDER BY reading.at) AS bits_before
    FROM reading
    INNER JOIN quantity ON reading.quantity_id = quantity.id
    WHERE quantity.name = 'alarm_bits'
)

SELECT
    device.code AS device,
    vehicle.plate,
    institution.code AS institution,
    alarm.name AS alarm,
    flagged.at AS started_at,
    (
        SELECT min(later.at)
        FROM reading AS later
        INNER JOIN quantity ON later.quantity_id = quantity.id
        WHERE
            later.device_id = flagged.device_id
            AND quantity.name = 'alarm_bits'
            AND later.at > flagged.at
            AND (later.value::bigint >> alarm.bit) & 1 = 0
    ) AS ended_at
FROM flagged
INNER JOIN alarm ON (flagged.bits >> alarm.bit) & 1 = 1 AND (flagged.bits_before >> alarm.bit) & 1 = 0
INNER JOIN device ON flagged.device_id = device.id
LEFT JOIN vehicle_tracker AS tracker
    ON flagged.device_id = tracker.device_id AND tracker.valid @> flagged.at
LEFT JOIN vehicle ON tracker.vehicle_id = vehicle.id
LEFT JOIN institution ON vehicle.institution_id = institution.id;
COMMENT ON VIEW analytics.terminal_alarm IS 'Alarms of vehicle terminals: from the first location that shows one to the first that does not';
COMMENT ON COLUMN analytics.terminal_alarm.device IS 'Code of the terminal';
COMMENT ON COLUMN analytics.terminal_alarm.plate IS 'Plate of the vehicle that carried it; NULL: none';
COMMENT ON COLUMN analytics.terminal_alarm.institution IS 'Code of the institution that the vehicle belongs to; NULL: none';
COMMENT ON COLUMN analytics.terminal_alarm.alarm IS 'emergency, overspeed, supply_off and so on: a flag of JT/T 808 that both editions have';
COMMENT ON COLUMN analytics.terminal_alarm.started_at IS 'The first location that shows it';
COMMENT ON COLUMN analytics.terminal_alarm.ended_at IS 'The first later one that does not; NULL: it stands';

GRANT SELECT ON analytics.terminal_alarm
TO guanjia_ingest, guanjia_analytics, guanjia_alerts, guanjia_registrar, guanjia_reader;
