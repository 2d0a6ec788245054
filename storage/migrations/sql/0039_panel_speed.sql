-- Panels over every institution ask little more of the server than what they show.

-- Barriers within barriers hide from the planner that a meter is there once, and what nobody asks for is
-- joined all the same: the views of meters and of what they count stand on one plain view, and filter.
CREATE VIEW meter_place AS
SELECT
    meter.id AS meter_id,
    meter.code AS meter,
    meter.name AS meter_name,
    device.code AS device,
    quantity.name AS quantity,
    quantity.unit,
    meter.medium,
    meter.level,
    parent.code AS parent,
    meter.item,
    place.code AS place,
    place.name AS place_name,
    site.code AS site,
    site.timezone,
    institution.code AS institution,
    institution.name AS institution_name,
    owned.institution_id
FROM meter
INNER JOIN place_owner AS owned ON meter.place_id = owned.place_id
INNER JOIN institution ON owned.institution_id = institution.id
-- these are always there: as outer joins they are left out where nobody asks for their columns
LEFT JOIN device ON meter.device_id = device.id
LEFT JOIN quantity ON meter.quantity_id = quantity.id
LEFT JOIN place ON owned.place_id = place.id
LEFT JOIN place AS site ON owned.site_id = site.id
LEFT JOIN meter AS parent ON meter.parent_id = parent.id;
COMMENT ON VIEW meter_place IS 'analytics.meter, whoever asks: for views that filter by its institution_id';

CREATE OR REPLACE VIEW analytics.meter WITH (security_barrier) AS
SELECT
    meter.meter_id,
    meter.meter,
    meter.meter_name,
    meter.device,
    meter.quantity,
    meter.unit,
    meter.medium,
    meter.level,
    meter.parent,
    meter.item,
    meter.place,
    meter.place_name,
    meter.site,
    meter.timezone,
    meter.institution,
    meter.institution_name
FROM meter_place AS meter
WHERE
    (SELECT seen.everything FROM seen)
    OR meter.institution_id = any((SELECT seen.institutions FROM seen)::integer[]);

CREATE OR REPLACE VIEW analytics.hourly WITH (security_barrier) AS
SELECT
    meter.meter_id,
    meter.meter,
    meter.meter_name,
    meter.device,
    meter.quantity,
    meter.unit,
    meter.medium,
    meter.level,
    meter.parent,
    meter.item,
    meter.place,
    meter.place_name,
    meter.site,
    meter.timezone,
    meter.institution,
    meter.institution_name,
    hourly.hour,
    hourly.amount,
    hourly.estimated,
    hourly.coverage,
    hourly.reasons,
    hourly.revision
FROM consumption_hourly AS hourly
INNER JOIN meter_place AS meter ON hourly.meter_id = meter.meter_id
WHERE
    (SELECT seen.everything FROM seen)
    OR meter.institution_id = any((SELECT seen.institutions FROM seen)::integer[]);

CREATE OR REPLACE VIEW analytics.daily WITH (security_barrier) AS
SELECT
    meter.meter_id,
    meter.meter,
    meter.meter_name,
    meter.device,
    meter.quantity,
    meter.unit,
    meter.medium,
    meter.level,
    meter.parent,
    meter.item,
    meter.place,
    meter.place_name,
    meter.site,
    meter.timezone,
    meter.institution,
    meter.institution_name,
    daily.day,
    daily.amount,
    daily.estimated,
    daily.coverage,
    daily.revision
FROM consumption_daily AS daily
INNER JOIN meter_place AS meter ON daily.meter_id = meter.meter_id
WHERE
    (SELECT seen.everything FROM seen)
    OR meter.institution_id = any((SELECT seen.institutions FROM seen)::integer[]);

CREATE OR REPLACE VIEW analytics.monthly WITH (security_barrier) AS
SELECT
    meter.meter_id,
    meter.meter,
    meter.meter_name,
    meter.device,
    meter.quantity,
    meter.unit,
    meter.medium,
    meter.level,
    meter.parent,
    meter.item,
    meter.place,
    meter.place_name,
    meter.site,
    meter.timezone,
    meter.institution,
    meter.institution_name,
    monthly.month,
    monthly.amount,
    monthly.estimated,
    monthly.coverage,
    monthly.revision
FROM consumption_monthly AS monthly
INNER JOIN meter_place AS meter ON monthly.meter_id = meter.meter_id
WHERE
    (SELECT seen.everything FROM seen)
    OR meter.institution_id = any((SELECT seen.institutions FROM seen)::integer[]);

-- Days of many meters within a period.
CREATE INDEX consumption_daily_day ON consumption_daily (day);
-- The key of installations is a GiST index, which looks for no list of meters.
CREATE INDEX installation_meter ON installation (meter_id);

-- As it was, but the hours of the night are read alone, those of the whole day where somebody asks, and the
-- installations of a zone once.
CREATE OR REPLACE VIEW analytics.night_flow WITH (security_barrier) AS
WITH zone AS (
    SELECT
        meter.site,
        meter.timezone,
        meter.medium,
        1 AS level,
        NULL::text AS meter,
        NULL::text AS meter_name,
        min(meter.unit) AS unit,
        min(meter.institution) AS institution,
        array_agg(meter.meter_id) AS members
    FROM analytics.meter AS meter
    WHERE
        meter.level = 1
        AND meter.quantity = 'volume_m3'
        AND meter.medium IN ('water', 'reclaimed_water', 'gas')
    GROUP BY meter.site, meter.timezone, meter.medium
    UNION ALL
    SELECT
        meter.site,
        meter.timezone,
        meter.medium,
        meter.level,
        meter.meter,
        meter.meter_name,
        meter.unit,
        meter.institution,
        ARRAY[meter.meter_id]
    FROM analytics.meter AS meter
    WHERE
        meter.level = 2
        AND meter.quantity = 'volume_m3'
        AND meter.medium IN ('water', 'reclaimed_water', 'gas')
)

SELECT
    zone.site,
    zone.timezone,
    zone.institution,
    zone.medium,
    zone.level,
    zone.meter,
    zone.meter_name,
    zone.unit,
    known.day,
    night.night_m3h,
    whole.mean_m3h,
    CASE WHEN whole.mean_m3h > 0 THEN night.night_m3h / whole.mean_m3h END AS night_share,
    night.night_hours
FROM zone
INNER JOIN LATERAL (
    SELECT
        array_agg(installation.meter_id) AS meters,
        array_agg(installation.valid) AS periods
    FROM installation
    WHERE installation.meter_id = any(zone.members)
) AS installed ON true
INNER JOIN LATERAL (
    SELECT DISTINCT daily.day
    FROM consumption_daily AS daily
    WHERE daily.meter_id = any(zone.members)
) AS known ON true
INNER JOIN LATERAL (
    SELECT
        known.day::timestamp AT TIME ZONE zone.timezone AS begins,
        (known.day + 1)::timestamp AT TIME ZONE zone.timezone AS ends,
        (known.day + time '01:00') AT TIME ZONE zone.timezone AS one,
        (known.day + time '05:00') AT TIME ZONE zone.timezone AS five
) AS bounds ON true
INNER JOIN LATERAL (
    SELECT array_agg(DISTINCT part.meter_id) AS members
    FROM unnest(installed.meters, installed.periods) AS part (meter_id, valid)
    WHERE part.valid && tstzrange(bounds.begins, bounds.ends)
) AS placed ON true
INNER JOIN LATERAL (
    SELECT
        min(together.amount) AS night_m3h,
        count(*)::integer AS night_hours
    FROM (
        SELECT sum(hourly.amount) AS amount
        FROM consumption_hourly AS hourly
        WHERE
            hourly.meter_id = any(placed.members)
            -- where one o'clock comes twice, the first is an hour after midnight
            AND hourly.hour >= least(bounds.one, bounds.begins + interval '1 hour')
            AND hourly.hour < bounds.five
            AND extract(HOUR FROM hourly.hour AT TIME ZONE zone.timezone) BETWEEN 1 AND 4
        GROUP BY hourly.hour
        HAVING
            count(*) = cardinality(placed.members)
            AND min(hourly.coverage) >= 0.9
            AND max(abs(hourly.estimated)) = 0
    ) AS together
) AS night ON true
LEFT JOIN LATERAL (
    SELECT
        CASE
            WHEN count(*) >= 0.95 * extract(EPOCH FROM bounds.ends - bounds.begins) / 3600
                THEN avg(together.amount)
        END AS mean_m3h
    FROM (
        SELECT sum(hourly.amount) AS amount
        FROM consumption_hourly AS hourly
        WHERE
            hourly.meter_id = any(placed.members)
            AND hourly.hour >= bounds.begins
            AND hourly.hour < bounds.ends
        GROUP BY hourly.hour
        HAVING
            count(*) = cardinality(placed.members)
            AND min(hourly.coverage) >= 0.9
            AND max(abs(hourly.estimated)) = 0
    ) AS together
) AS whole ON true;

-- When each device last reported a value. Its quantities are found one after another in the key of readings:
-- asking for every quantity there is takes three times as long. TimescaleDB has another one (storage/shapes).
CREATE VIEW device_report AS
SELECT
    device.id AS device_id,
    latest.at
FROM device
CROSS JOIN LATERAL (
    WITH RECURSIVE reported AS (
        SELECT min(reading.quantity_id) AS quantity_id
        FROM reading
        WHERE reading.device_id = device.id
        UNION ALL
        SELECT (
            SELECT min(reading.quantity_id)
            FROM reading
            WHERE reading.device_id = device.id AND reading.quantity_id > reported.quantity_id
        )
        FROM reported
        WHERE reported.quantity_id IS NOT NULL
    )

    SELECT max(newest.at) AS at
    FROM reported
    CROSS JOIN LATERAL (
        SELECT max(reading.at) AS at
        FROM reading
        WHERE
            reading.device_id = device.id
            AND reading.quantity_id = reported.quantity_id
            AND reading.at > now() - interval '7 days'
    ) AS newest
) AS latest;
COMMENT ON VIEW device_report IS 'Instant of the newest reading of every device; NULL: none in the last 7 days';

CREATE OR REPLACE VIEW analytics.device WITH (security_barrier) AS
SELECT
    device.code AS device,
    device.name AS device_name,
    device.kind,
    device.protocol,
    device.report_interval,
    site.place,
    site.site,
    site.timezone,
    site.institution,
    coalesce(away.kind, event.kind) AS connection,
    coalesce(away.at, event.at) AS connection_at,
    greatest(report.at, fix.at) AS last_at
FROM device
INNER JOIN analytics.site AS site ON coalesce(device.place_id, device.site_id) = site.place_id
INNER JOIN device_report AS report ON device.id = report.device_id
LEFT JOIN LATERAL (
    SELECT
        device_event.kind,
        device_event.at
    FROM device_event
    WHERE device_event.device_id = device.id
    ORDER BY device_event.at DESC, device_event.kind ASC
    LIMIT 1
) AS event ON true
LEFT JOIN LATERAL (
    SELECT position.at
    FROM position
    WHERE position.device_id = device.id AND position.at > now() - interval '7 days'
    ORDER BY position.at DESC
    LIMIT 1
) AS fix ON true
LEFT JOIN LATERAL (
    SELECT
        newest.kind,
        newest.at
    FROM (
        SELECT
            device_event.kind,
            device_event.at
        FROM device_event
        WHERE device_event.device_id = device.gateway_id
        ORDER BY device_event.at DESC, device_event.kind ASC
        LIMIT 1
    ) AS newest
    WHERE
        newest.kind = 'offline'
        AND event.kind = 'online'
        AND newest.at >= event.at
        -- who was heard since then is there: a last will is dated by its arrival, which may be late
        AND coalesce(newest.at >= greatest(report.at, fix.at), true)
) AS away ON true;
