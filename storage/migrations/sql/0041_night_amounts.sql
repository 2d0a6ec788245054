-- A day keeps the amounts of its night's hours, so that nobody looks them up one by one.

ALTER TABLE consumption_daily ADD COLUMN night_amounts double precision[];
COMMENT ON COLUMN consumption_daily.night_amounts IS 'Amounts of the local hours from 01:00 to 05:00 in order, of meters of volume: six places, as clocks may go back by two hours; NULL: no such hour, coverage below 0.9, or estimated; no array: all of them are';

-- Of the days that are there.
WITH counted AS (
    SELECT
        meter.id AS meter_id,
        site.timezone
    FROM meter
    INNER JOIN quantity ON meter.quantity_id = quantity.id
    INNER JOIN device ON meter.device_id = device.id
    INNER JOIN place AS site ON device.site_id = site.id
    WHERE quantity.name = 'volume_m3'
),

known AS (
    SELECT DISTINCT
        counted.timezone,
        daily.day
    FROM consumption_daily AS daily
    INNER JOIN counted ON daily.meter_id = counted.meter_id
),

-- a time zone may be half an hour off: hours begin where those of UTC do
hour AS (
    SELECT
        known.timezone,
        known.day,
        candidate.begins,
        row_number() OVER (PARTITION BY known.timezone, known.day ORDER BY candidate.begins) AS place
    FROM known
    CROSS JOIN
        LATERAL (
            SELECT
                date_trunc('hour', known.day::timestamp AT TIME ZONE known.timezone, 'UTC')
                + later.hours * interval '1 hour' AS begins
            FROM generate_series(-2, 8) AS later (hours)
        ) AS candidate
    WHERE
        (candidate.begins AT TIME ZONE known.timezone)::date = known.day
        AND extract(HOUR FROM candidate.begins AT TIME ZONE known.timezone) BETWEEN 1 AND 4
),

night AS (
    SELECT
        hourly.meter_id,
        hour.day,
        ARRAY[
            max(hourly.amount) FILTER (WHERE hour.place = 1),
            max(hourly.amount) FILTER (WHERE hour.place = 2),
            max(hourly.amount) FILTER (WHERE hour.place = 3),
            max(hourly.amount) FILTER (WHERE hour.place = 4),
            max(hourly.amount) FILTER (WHERE hour.place = 5),
            max(hourly.amount) FILTER (WHERE hour.place = 6)
        ] AS amounts
    FROM counted
    INNER JOIN consumption_hourly AS hourly ON counted.meter_id = hourly.meter_id
    INNER JOIN hour ON counted.timezone = hour.timezone AND hourly.hour = hour.begins
    WHERE hourly.coverage >= 0.9 AND hourly.estimated = 0
    GROUP BY hourly.meter_id, hour.day
)

UPDATE consumption_daily AS daily SET night_amounts = night.amounts
FROM night
WHERE daily.meter_id = night.meter_id AND daily.day = night.day;

-- As it was, but of the nights that days keep: hours are read where somebody asks for the whole day.
CREATE OR REPLACE VIEW analytics.night_flow WITH (security_barrier) AS
WITH zone AS (
    SELECT
        meter.site,
        meter.timezone,
        meter.medium,
        meter.level,
        CASE WHEN meter.level = 2 THEN meter.meter END AS meter,
        CASE WHEN meter.level = 2 THEN meter.meter_name END AS meter_name,
        min(meter.unit) AS unit,
        min(meter.institution) AS institution,
        array_agg(meter.meter_id) AS members
    FROM analytics.meter AS meter
    WHERE
        meter.level IN (1, 2)
        AND meter.quantity = 'volume_m3'
        AND meter.medium IN ('water', 'reclaimed_water', 'gas')
    GROUP BY
        meter.site,
        meter.timezone,
        meter.medium,
        meter.level,
        CASE WHEN meter.level = 2 THEN meter.meter END,
        CASE WHEN meter.level = 2 THEN meter.meter_name END
)

SELECT
    zone.site,
    zone.timezone,
    zone.institution,
    zone.medium,
    zone.level::integer AS level,
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
    -- the local days that each meter is in place for a part of
    SELECT
        array_agg(part.meter_id) AS meters,
        array_agg(part.days) AS days
    FROM (
        SELECT
            installation.meter_id,
            range_agg(
                daterange(
                    -- where midnight comes twice, a day begins with the second
                    local.first - (
                        local.first::timestamp AT TIME ZONE zone.timezone > lower(installation.valid)
                    )::integer,
                    -- what ends at midnight is not there on the day that begins
                    local.last - (
                        local.last::timestamp AT TIME ZONE zone.timezone >= upper(installation.valid)
                    )::integer,
                    '[]'
                )
            ) AS days
        FROM installation
        CROSS JOIN
            LATERAL (
                SELECT
                    (lower(installation.valid) AT TIME ZONE zone.timezone)::date AS first,
                    (upper(installation.valid) AT TIME ZONE zone.timezone)::date AS last
            ) AS local
        WHERE installation.meter_id = any(zone.members)
        GROUP BY installation.meter_id
    ) AS part
) AS installed ON true
INNER JOIN LATERAL (
    SELECT
        daily.day,
        count(*) AS meters,
        count(part.meter_id) AS placed,
        sum(daily.night_amounts[1]) FILTER (WHERE part.meter_id IS NOT NULL) AS amount_1,
        sum(daily.night_amounts[2]) FILTER (WHERE part.meter_id IS NOT NULL) AS amount_2,
        sum(daily.night_amounts[3]) FILTER (WHERE part.meter_id IS NOT NULL) AS amount_3,
        sum(daily.night_amounts[4]) FILTER (WHERE part.meter_id IS NOT NULL) AS amount_4,
        sum(daily.night_amounts[5]) FILTER (WHERE part.meter_id IS NOT NULL) AS amount_5,
        sum(daily.night_amounts[6]) FILTER (WHERE part.meter_id IS NOT NULL) AS amount_6,
        count(daily.night_amounts[1]) FILTER (WHERE part.meter_id IS NOT NULL) AS meters_1,
        count(daily.night_amounts[2]) FILTER (WHERE part.meter_id IS NOT NULL) AS meters_2,
        count(daily.night_amounts[3]) FILTER (WHERE part.meter_id IS NOT NULL) AS meters_3,
        count(daily.night_amounts[4]) FILTER (WHERE part.meter_id IS NOT NULL) AS meters_4,
        count(daily.night_amounts[5]) FILTER (WHERE part.meter_id IS NOT NULL) AS meters_5,
        count(daily.night_amounts[6]) FILTER (WHERE part.meter_id IS NOT NULL) AS meters_6
    FROM consumption_daily AS daily
    LEFT JOIN unnest(installed.meters, installed.days) AS part (meter_id, days)
        ON daily.meter_id = part.meter_id AND part.days @> daily.day
    WHERE daily.meter_id = any(zone.members)
    GROUP BY daily.day
) AS known ON true
-- how many must have an hour; where all have the day, those in place are counted
INNER JOIN LATERAL unnest(
    ARRAY[
        CASE
            WHEN known.meters = cardinality(zone.members) THEN known.placed
            ELSE (
                SELECT count(*) FROM unnest(installed.days) AS part (days)
                WHERE part.days @> known.day
            )
        END
    ]
) AS wanted (meters) ON true
INNER JOIN LATERAL (
    SELECT
        least(
            hour.amount_1, hour.amount_2, hour.amount_3, hour.amount_4, hour.amount_5, hour.amount_6
        ) AS night_m3h,
        num_nonnulls(
            hour.amount_1, hour.amount_2, hour.amount_3, hour.amount_4, hour.amount_5, hour.amount_6
        ) AS night_hours
    FROM (
        SELECT
            CASE WHEN known.meters_1 = wanted.meters THEN known.amount_1 END AS amount_1,
            CASE WHEN known.meters_2 = wanted.meters THEN known.amount_2 END AS amount_2,
            CASE WHEN known.meters_3 = wanted.meters THEN known.amount_3 END AS amount_3,
            CASE WHEN known.meters_4 = wanted.meters THEN known.amount_4 END AS amount_4,
            CASE WHEN known.meters_5 = wanted.meters THEN known.amount_5 END AS amount_5,
            CASE WHEN known.meters_6 = wanted.meters THEN known.amount_6 END AS amount_6
    ) AS hour
) AS night ON true
LEFT JOIN LATERAL (
    SELECT array_agg(part.meter_id) AS members
    FROM unnest(installed.meters, installed.days) AS part (meter_id, days)
    WHERE part.days @> known.day
) AS placed ON true
LEFT JOIN LATERAL (
    SELECT
        known.day::timestamp AT TIME ZONE zone.timezone AS begins,
        (known.day + 1)::timestamp AT TIME ZONE zone.timezone AS ends
) AS bounds ON true
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
