-- What analysts, dashboards and reports read. Security barriers: what a reader may see will be decided in
-- these views (design 10), so nobody but the processes that write has a right on the tables below.

CREATE SCHEMA analytics;

CREATE VIEW analytics.site WITH (security_barrier) AS
WITH RECURSIVE tree AS (
    SELECT
        place.id AS place_id,
        place.id AS site_id,
        place.institution_id
    FROM place
    WHERE place.kind = 'site'
    UNION ALL
    SELECT
        child.id,
        tree.site_id,
        coalesce(child.institution_id, tree.institution_id)
    FROM place AS child
    INNER JOIN tree ON child.parent_id = tree.place_id
)

SELECT
    tree.place_id,
    place.code AS place,
    place.name AS place_name,
    site.code AS site,
    site.timezone,
    institution.id AS institution_id,
    institution.code AS institution,
    institution.name AS institution_name
FROM tree
INNER JOIN place ON tree.place_id = place.id
INNER JOIN place AS site ON tree.site_id = site.id
INNER JOIN institution ON tree.institution_id = institution.id;
COMMENT ON VIEW analytics.site IS 'Every place with its site and the institution it belongs to';

CREATE VIEW analytics.meter WITH (security_barrier) AS
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
    site.place,
    site.place_name,
    site.site,
    site.timezone,
    site.institution,
    site.institution_name
FROM meter
INNER JOIN device ON meter.device_id = device.id
INNER JOIN quantity ON meter.quantity_id = quantity.id
INNER JOIN analytics.site AS site ON meter.place_id = site.place_id
LEFT JOIN meter AS parent ON meter.parent_id = parent.id;

CREATE VIEW analytics.hourly WITH (security_barrier) AS
SELECT
    meter.*,
    hourly.hour,
    hourly.amount,
    hourly.estimated,
    hourly.coverage,
    hourly.reasons,
    hourly.revision
FROM consumption_hourly AS hourly
INNER JOIN analytics.meter AS meter ON hourly.meter_id = meter.meter_id;
COMMENT ON VIEW analytics.hourly IS 'Consumption of every meter in every hour, in the unit beside it; `estimated` is the part of `amount` that no reading bounds closely';

CREATE VIEW analytics.daily WITH (security_barrier) AS
SELECT
    meter.*,
    daily.day,
    daily.amount,
    daily.estimated,
    daily.coverage,
    daily.revision
FROM consumption_daily AS daily
INNER JOIN analytics.meter AS meter ON daily.meter_id = meter.meter_id;
COMMENT ON VIEW analytics.daily IS 'Consumption of every meter on every day of its site''s time zone';

CREATE VIEW analytics.monthly WITH (security_barrier) AS
SELECT
    meter.*,
    monthly.month,
    monthly.amount,
    monthly.estimated,
    monthly.coverage,
    monthly.revision
FROM consumption_monthly AS monthly
INNER JOIN analytics.meter AS meter ON monthly.meter_id = meter.meter_id;
COMMENT ON VIEW analytics.monthly IS 'Consumption of every meter in every month of its site''s time zone';

CREATE VIEW analytics.indicator WITH (security_barrier) AS
SELECT
    institution.code AS institution,
    institution.name AS institution_name,
    value.indicator,
    value.period_start,
    value.period_end,
    value.value,
    value.unit,
    value.numerator,
    value.denominator,
    value.coverage,
    value.estimated_share,
    value.observed_days,
    quota.code AS quota,
    quota.source AS quota_source,
    quota.limit_tier AS quota_tier,
    value.quota_value,
    value.tier,
    value.used_share,
    value.due_share,
    value.projected,
    value.computed_at
FROM indicator_value AS value
INNER JOIN institution ON value.institution_id = institution.id
LEFT JOIN quota ON value.quota_id = quota.id;
COMMENT ON VIEW analytics.indicator IS 'Indicators with what they are made of and the quota they are judged by';

CREATE VIEW analytics.reading WITH (security_barrier) AS
SELECT
    device.code AS device,
    quantity.name AS quantity,
    quantity.unit,
    reading.at,
    reading.value,
    reading.received_at
FROM reading
INNER JOIN device ON reading.device_id = device.id
INNER JOIN quantity ON reading.quantity_id = quantity.id;
COMMENT ON VIEW analytics.reading IS 'Every value as it arrived';

CREATE VIEW analytics.position WITH (security_barrier) AS
SELECT
    device.code AS device,
    vehicle.plate,
    position.at,
    position.lon,
    position.lat,
    position.altitude_m,
    position.speed_kmh,
    position.heading_deg,
    position.satellites,
    position.system
FROM position
INNER JOIN device ON position.device_id = device.id
LEFT JOIN vehicle_tracker AS tracker
    ON position.device_id = tracker.device_id AND tracker.valid @> position.at
LEFT JOIN vehicle ON tracker.vehicle_id = vehicle.id;
COMMENT ON VIEW analytics.position IS 'Every fix with the plate of the vehicle that carried the tracker at the time';
