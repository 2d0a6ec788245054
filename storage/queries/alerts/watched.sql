-- Meters, devices, places, and vehicles with a tracker, that rules may watch, with what selectors look at.
WITH RECURSIVE lies AS (
    SELECT
        place.id AS place_id,
        place.id AS outer_id
    FROM place
    UNION ALL
    SELECT
        lies.place_id,
        place.parent_id
    FROM lies
    INNER JOIN place ON lies.outer_id = place.id
    WHERE place.parent_id IS NOT NULL
),

around AS (
    SELECT
        lies.place_id,
        array_agg(place.code) AS places,
        array_agg(place.kind) AS place_kinds
    FROM lies
    INNER JOIN place ON lies.outer_id = place.id
    GROUP BY lies.place_id
),

belongs AS (
    SELECT
        scope.member_id AS institution_id,
        array_agg(institution.code) AS institutions
    FROM institution_scope AS scope
    INNER JOIN institution ON scope.institution_id = institution.id
    GROUP BY scope.member_id
),

subject AS (
    SELECT
        'meter' AS kind,
        meter.id,
        meter.code,
        meter.name,
        coalesce(meter.place_id, device.site_id) AS place_id,
        device.kind AS device_kind,
        meter.medium,
        meter.item,
        meter.level,
        quantity.name AS quantity,
        quantity.unit,
        extract(EPOCH FROM device.report_interval) AS interval_s,
        NULL::integer AS institution_id,
        '' AS duty,
        meter.tags || device.tags AS tags
    FROM meter
    INNER JOIN device ON meter.device_id = device.id
    INNER JOIN quantity ON meter.quantity_id = quantity.id
    UNION ALL
    SELECT
        'device',
        device.id,
        device.code,
        device.name,
        coalesce(device.place_id, device.site_id),
        device.kind,
        NULL,
        '',
        NULL,
        NULL,
        '',
        extract(EPOCH FROM device.report_interval),
        NULL,
        '',
        device.tags
    FROM device
    UNION ALL
    SELECT
        'place',
        place.id,
        place.code,
        place.name,
        place.id,
        NULL,
        NULL,
        '',
        NULL,
        NULL,
        '',
        0,
        NULL,
        '',
        '{}'
    FROM place
    UNION ALL
    SELECT
        'vehicle',
        vehicle.id,
        vehicle.plate,
        vehicle.type,
        coalesce(device.place_id, device.site_id),
        device.kind,
        NULL,
        '',
        NULL,
        NULL,
        '',
        extract(EPOCH FROM device.report_interval),
        vehicle.institution_id,
        vehicle.duty,
        vehicle.tags
    FROM vehicle
    INNER JOIN LATERAL (
        SELECT tracker.device_id
        FROM vehicle_tracker AS tracker
        WHERE tracker.vehicle_id = vehicle.id AND (upper_inf(tracker.valid) OR upper(tracker.valid) > now())
        ORDER BY lower(tracker.valid) DESC
        LIMIT 1
    ) AS carried ON true
    INNER JOIN device ON carried.device_id = device.id
)

SELECT
    subject.kind,
    subject.id,
    subject.code,
    subject.name,
    subject.device_kind,
    subject.medium,
    subject.item,
    subject.level,
    subject.quantity,
    subject.unit,
    subject.interval_s,
    site.site,
    site.timezone,
    root.heating,
    root.name AS site_name,
    root.name_en AS site_name_en,
    institution.id AS institution_id,
    institution.code AS institution,
    institution.name AS institution_name,
    institution.name_en AS institution_name_en,
    belongs.institutions,
    around.places,
    around.place_kinds,
    subject.duty,
    subject.tags
FROM subject
INNER JOIN around ON subject.place_id = around.place_id
INNER JOIN analytics.site AS site ON subject.place_id = site.place_id
INNER JOIN place AS root ON site.site = root.code
INNER JOIN institution ON coalesce(subject.institution_id, site.institution_id) = institution.id
INNER JOIN belongs ON institution.id = belongs.institution_id
ORDER BY subject.kind, subject.id
