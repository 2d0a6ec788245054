-- What trees and balances are read from: virtual meters hour by hour, how many meters a level must have, and
-- how little ran at night.

-- Virtual meters as sums of real ones, through however many virtual meters. A meter whose shares cancel each
-- other out is no part. Not for readers: it has nothing but numbers.
CREATE VIEW virtual_share AS
WITH RECURSIVE part AS (
    SELECT
        virtual_meter_part.virtual_id,
        virtual_meter_part.meter_id,
        virtual_meter_part.part_virtual_id,
        virtual_meter_part.share
    FROM virtual_meter_part
    UNION ALL
    SELECT
        part.virtual_id,
        inner_part.meter_id,
        inner_part.part_virtual_id,
        part.share * inner_part.share
    FROM part
    INNER JOIN virtual_meter_part AS inner_part ON part.part_virtual_id = inner_part.virtual_id
)

SELECT
    part.virtual_id,
    part.meter_id,
    sum(part.share) AS share
FROM part
WHERE part.meter_id IS NOT NULL
GROUP BY part.virtual_id, part.meter_id
HAVING abs(sum(part.share)) > 1e-9;
COMMENT ON VIEW virtual_share IS 'What each virtual meter adds of each real meter, virtual meters within it dissolved';

CREATE VIEW analytics.virtual_meter WITH (security_barrier) AS
SELECT
    virtual_meter.id AS virtual_id,
    virtual_meter.code AS meter,
    virtual_meter.name AS meter_name,
    virtual_meter.name_en AS meter_name_en,
    quantity.name AS quantity,
    quantity.unit,
    virtual_meter.medium,
    virtual_meter.level,
    parent.code AS parent,
    virtual_meter.item,
    site.place,
    site.place_name,
    site.site,
    site.timezone,
    site.institution,
    site.institution_name,
    (
        SELECT count(*)::integer
        FROM virtual_share
        WHERE virtual_share.virtual_id = virtual_meter.id
    ) AS parts
FROM virtual_meter
INNER JOIN quantity ON virtual_meter.quantity_id = quantity.id
INNER JOIN analytics.site AS site ON virtual_meter.place_id = site.place_id
LEFT JOIN meter AS parent ON virtual_meter.parent_id = parent.id;
COMMENT ON VIEW analytics.virtual_meter IS 'Sums, differences and shares of meters, with the columns of analytics.meter';
COMMENT ON COLUMN analytics.virtual_meter.virtual_id IS 'Number within this database, no meter_id';
COMMENT ON COLUMN analytics.virtual_meter.meter IS 'Code of the virtual meter';
COMMENT ON COLUMN analytics.virtual_meter.meter_name IS 'Name, Chinese';
COMMENT ON COLUMN analytics.virtual_meter.meter_name_en IS 'Name, English; empty where nobody wrote one';
COMMENT ON COLUMN analytics.virtual_meter.quantity IS 'What its parts count, a name of the closed list of quantities';
COMMENT ON COLUMN analytics.virtual_meter.unit IS 'Unit of the quantity, that of every amount';
COMMENT ON COLUMN analytics.virtual_meter.medium IS 'water, reclaimed_water, electricity, gas or heat';
COMMENT ON COLUMN analytics.virtual_meter.level IS 'Level 1 to 3; NULL: it stands outside the tree of meters';
COMMENT ON COLUMN analytics.virtual_meter.parent IS 'Code of the meter it is a part of; NULL: none';
COMMENT ON COLUMN analytics.virtual_meter.item IS 'Sub-item (分项); empty: none';
COMMENT ON COLUMN analytics.virtual_meter.place IS 'Code of the place it stands for';
COMMENT ON COLUMN analytics.virtual_meter.place_name IS 'Name of that place';
COMMENT ON COLUMN analytics.virtual_meter.site IS 'Code of the site the place lies in';
COMMENT ON COLUMN analytics.virtual_meter.timezone IS 'Time zone of the site, an IANA name: its days and months';
COMMENT ON COLUMN analytics.virtual_meter.institution IS 'Code of the institution the place belongs to';
COMMENT ON COLUMN analytics.virtual_meter.institution_name IS 'Name of that institution';
COMMENT ON COLUMN analytics.virtual_meter.parts IS 'How many real meters it is made of, virtual ones dissolved';

CREATE VIEW analytics.virtual_part WITH (security_barrier) AS
SELECT
    virtual_meter.code AS meter,
    part.meter AS part,
    part.meter_name AS part_name,
    virtual_share.share
FROM virtual_share
INNER JOIN virtual_meter ON virtual_share.virtual_id = virtual_meter.id
INNER JOIN analytics.meter AS part ON virtual_share.meter_id = part.meter_id;
COMMENT ON VIEW analytics.virtual_part IS 'The real meters that virtual meters are made of, virtual ones within them dissolved';
COMMENT ON COLUMN analytics.virtual_part.meter IS 'Code of the virtual meter';
COMMENT ON COLUMN analytics.virtual_part.part IS 'Code of a real meter in it';
COMMENT ON COLUMN analytics.virtual_part.part_name IS 'Name of that meter';
COMMENT ON COLUMN analytics.virtual_part.share IS 'How much of the part''s amount is added, as a factor; negative: subtracted';

CREATE VIEW analytics.virtual_hourly WITH (security_barrier) AS
SELECT
    meter.*,
    summed.hour,
    CASE WHEN summed.present = meter.parts THEN summed.amount END AS amount,
    CASE WHEN summed.present = meter.parts THEN summed.estimated END AS estimated,
    CASE WHEN summed.present = meter.parts THEN summed.coverage ELSE 0 END AS coverage,
    meter.parts - summed.present AS parts_missing
FROM analytics.virtual_meter AS meter
CROSS JOIN LATERAL (
    SELECT
        hourly.hour,
        sum(part.share * hourly.amount) AS amount,
        sum(abs(part.share * hourly.estimated)) AS estimated,
        min(hourly.coverage) AS coverage,
        count(*)::integer AS present
    FROM virtual_share AS part
    INNER JOIN consumption_hourly AS hourly ON part.meter_id = hourly.meter_id
    WHERE part.virtual_id = meter.virtual_id
    GROUP BY hourly.hour
) AS summed;
COMMENT ON VIEW analytics.virtual_hourly IS 'Virtual meters in every hour that one of their parts has; an amount only where all parts have one';

CREATE VIEW analytics.virtual_daily WITH (security_barrier) AS
SELECT
    meter.*,
    summed.day,
    CASE WHEN summed.present = meter.parts THEN summed.amount END AS amount,
    CASE WHEN summed.present = meter.parts THEN summed.estimated END AS estimated,
    CASE WHEN summed.present = meter.parts THEN summed.coverage ELSE 0 END AS coverage,
    meter.parts - summed.present AS parts_missing
FROM analytics.virtual_meter AS meter
CROSS JOIN LATERAL (
    SELECT
        daily.day,
        sum(part.share * daily.amount) AS amount,
        sum(abs(part.share * daily.estimated)) AS estimated,
        min(daily.coverage) AS coverage,
        count(*)::integer AS present
    FROM virtual_share AS part
    INNER JOIN consumption_daily AS daily ON part.meter_id = daily.meter_id
    WHERE part.virtual_id = meter.virtual_id
    GROUP BY daily.day
) AS summed;
COMMENT ON VIEW analytics.virtual_daily IS 'Virtual meters on every day of the site''s time zone that one of their parts has';

CREATE VIEW analytics.virtual_monthly WITH (security_barrier) AS
SELECT
    meter.*,
    summed.month,
    CASE WHEN summed.present = meter.parts THEN summed.amount END AS amount,
    CASE WHEN summed.present = meter.parts THEN summed.estimated END AS estimated,
    CASE WHEN summed.present = meter.parts THEN summed.coverage ELSE 0 END AS coverage,
    meter.parts - summed.present AS parts_missing
FROM analytics.virtual_meter AS meter
CROSS JOIN LATERAL (
    SELECT
        monthly.month,
        sum(part.share * monthly.amount) AS amount,
        sum(abs(part.share * monthly.estimated)) AS estimated,
        min(monthly.coverage) AS coverage,
        count(*)::integer AS present
    FROM virtual_share AS part
    INNER JOIN consumption_monthly AS monthly ON part.meter_id = monthly.meter_id
    WHERE part.virtual_id = meter.virtual_id
    GROUP BY monthly.month
) AS summed;
COMMENT ON VIEW analytics.virtual_monthly IS 'Virtual meters in every month of the site''s time zone that one of their parts has';

COMMENT ON COLUMN analytics.virtual_hourly.hour IS 'Beginning of the hour, an instant';
COMMENT ON COLUMN analytics.virtual_daily.day IS 'Day in the time zone of the site';
COMMENT ON COLUMN analytics.virtual_monthly.month IS 'First day of the month in the time zone of the site';

-- the columns that the three views share say the same in each
DO $$
DECLARE
    grain text;
    described record;
BEGIN
    FOREACH grain IN ARRAY ARRAY['virtual_hourly', 'virtual_daily', 'virtual_monthly'] LOOP
        FOR described IN
            SELECT
                attribute.attname AS name,
                col_description(attribute.attrelid, attribute.attnum) AS said
            FROM pg_attribute AS attribute
            WHERE
                attribute.attrelid = 'analytics.virtual_meter'::regclass
                AND attribute.attnum > 0
                AND NOT attribute.attisdropped
            UNION ALL
            VALUES
            ('amount', 'Sum of share x amount of the parts, in `unit`; NULL: a part has no row, so nobody knows the sum'),
            ('estimated', 'Sum of |share| x the estimated part of each part, in `unit`: a bound, since errors of parts may cancel; NULL with amount'),
            ('coverage', 'Lowest coverage of the parts, 0 to 1; 0 where a part has no row'),
            ('parts_missing', 'How many parts have no row for this time; 0: the amount is whole')
        LOOP
            EXECUTE format(
                'COMMENT ON COLUMN analytics.%I.%I IS %L', grain, described.name, described.said
            );
        END LOOP;
    END LOOP;
END
$$;

CREATE VIEW analytics.metering_requirement WITH (security_barrier) AS
SELECT
    institution.code AS institution,
    institution.name AS institution_name,
    requirement.medium,
    requirement.level,
    requirement.required,
    lower(requirement.valid) AS valid_from,
    upper(requirement.valid) AS valid_to,
    requirement.source
FROM metering_requirement AS requirement
INNER JOIN institution ON requirement.institution_id = institution.id;
COMMENT ON VIEW analytics.metering_requirement IS 'How many meters a level of a medium must have: the divisor of the fitting rate (配备率)';
COMMENT ON COLUMN analytics.metering_requirement.institution IS 'Code of the institution';
COMMENT ON COLUMN analytics.metering_requirement.institution_name IS 'Its name';
COMMENT ON COLUMN analytics.metering_requirement.medium IS 'water, reclaimed_water, electricity, gas or heat';
COMMENT ON COLUMN analytics.metering_requirement.level IS 'Level 1 to 3';
COMMENT ON COLUMN analytics.metering_requirement.required IS 'Meters the level must have';
COMMENT ON COLUMN analytics.metering_requirement.valid_from IS 'First day on which it holds; NULL: always did';
COMMENT ON COLUMN analytics.metering_requirement.valid_to IS 'First day on which it holds no longer; NULL: it holds';
COMMENT ON COLUMN analytics.metering_requirement.source IS 'Who says so; empty: nobody wrote it down';

-- Zones whose flow should fall to nothing at night: what each second-level meter serves, and the whole site
-- by its first-level meters together. Days come from the days that are stored, so that a condition on `day`
-- reaches the keys of both tables.
CREATE VIEW analytics.night_flow WITH (security_barrier) AS
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
    flow.night_m3h,
    CASE WHEN flow.hours >= 0.95 * span.hours THEN flow.mean_m3h END AS mean_m3h,
    CASE
        WHEN flow.hours >= 0.95 * span.hours AND flow.mean_m3h > 0 THEN flow.night_m3h / flow.mean_m3h
    END AS night_share,
    flow.night_hours
FROM zone
INNER JOIN LATERAL (
    SELECT DISTINCT daily.day
    FROM consumption_daily AS daily
    WHERE daily.meter_id = any(zone.members)
) AS known ON true
INNER JOIN LATERAL (
    SELECT
        known.day::timestamp AT TIME ZONE zone.timezone AS begins,
        (known.day + 1)::timestamp AT TIME ZONE zone.timezone AS ends
) AS bounds ON true
INNER JOIN LATERAL (
    SELECT extract(EPOCH FROM bounds.ends - bounds.begins) / 3600 AS hours
) AS span ON true
INNER JOIN LATERAL (
    SELECT array_agg(DISTINCT installation.meter_id) AS members
    FROM installation
    WHERE
        installation.meter_id = any(zone.members)
        AND installation.valid && tstzrange(bounds.begins, bounds.ends)
) AS placed ON true
INNER JOIN LATERAL (
    SELECT
        min(together.amount) FILTER (WHERE together.is_night) AS night_m3h,
        count(*) FILTER (WHERE together.is_night)::integer AS night_hours,
        avg(together.amount) AS mean_m3h,
        count(*) AS hours
    FROM (
        SELECT
            sum(hourly.amount) AS amount,
            extract(HOUR FROM hourly.hour AT TIME ZONE zone.timezone) BETWEEN 1 AND 4 AS is_night
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
) AS flow ON true;
COMMENT ON VIEW analytics.night_flow IS 'Least flow of each local night, by zone (a second-level meter) and for the whole site: what runs when nobody uses it';
COMMENT ON COLUMN analytics.night_flow.site IS 'Code of the site';
COMMENT ON COLUMN analytics.night_flow.timezone IS 'Its time zone, an IANA name: the night is local';
COMMENT ON COLUMN analytics.night_flow.institution IS 'Code of the institution the meter belongs to; of a whole site with several, the first';
COMMENT ON COLUMN analytics.night_flow.medium IS 'water, reclaimed_water or gas: what is counted in m3 and can leak';
COMMENT ON COLUMN analytics.night_flow.level IS '1: the whole site, its first-level meters together; 2: one second-level meter';
COMMENT ON COLUMN analytics.night_flow.meter IS 'Code of the second-level meter; NULL: the whole site';
COMMENT ON COLUMN analytics.night_flow.meter_name IS 'Its name; NULL: the whole site';
COMMENT ON COLUMN analytics.night_flow.unit IS 'Unit of an hour''s amount, m3';
COMMENT ON COLUMN analytics.night_flow.day IS 'The local day whose hours from 01:00 to 05:00 are the night';
COMMENT ON COLUMN analytics.night_flow.night_m3h IS 'Least amount of an hour from 01:00 to 05:00, m3/h, of hours with coverage of at least 0.9 and nothing estimated; NULL: the night has no such hour';
COMMENT ON COLUMN analytics.night_flow.mean_m3h IS 'Mean of the day''s hours, m3/h; NULL: less than 95 % of them are well measured';
COMMENT ON COLUMN analytics.night_flow.night_share IS 'night_m3h / mean_m3h; NULL: one of them is not known, or nothing ran';
COMMENT ON COLUMN analytics.night_flow.night_hours IS 'How many hours of the night are well measured, 0 to 4 (3 or 5 where clocks change in it)';

GRANT SELECT ON analytics.virtual_meter, analytics.virtual_part, analytics.virtual_hourly,
analytics.virtual_daily, analytics.virtual_monthly, analytics.metering_requirement, analytics.night_flow
TO guanjia_ingest, guanjia_analytics, guanjia_alerts, guanjia_registrar, guanjia_reader;
