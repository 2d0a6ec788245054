-- The house today: what the main meters counted since midnight of the site's calendar and the day before,
-- alerts, devices that report (within three of their intervals), vehicles that move.
WITH used AS (
    SELECT
        daily.medium,
        sum(daily.amount) FILTER (WHERE daily.day = here.today) AS today,
        sum(daily.amount) FILTER (WHERE daily.day = here.today - 1) AS yesterday
    FROM analytics.daily AS daily
    CROSS JOIN LATERAL (SELECT (%(now)s::timestamptz AT TIME ZONE daily.timezone)::date AS today) AS here
    WHERE
        daily.level = 1
        AND daily.day >= (%(now)s::timestamptz AT TIME ZONE 'UTC')::date - 2
        AND (
            (daily.medium = 'water' AND daily.quantity = 'volume_m3')
            OR (daily.medium = 'electricity' AND daily.quantity = 'energy_kwh')
        )
        AND (
            %(institution)s::text IS NULL
            OR daily.institution IN (SELECT analytics.institutions_below(%(institution)s::text))
        )
        AND (%(place)s::text IS NULL OR daily.site = %(place)s::text)
    GROUP BY daily.medium
)

SELECT
    water.today AS water,
    water.yesterday AS water_yesterday,
    electricity.today AS electricity,
    electricity.yesterday AS electricity_yesterday,
    alerts.firing,
    devices.reporting,
    devices.known AS devices,
    vehicles.moving,
    vehicles.known AS vehicles
FROM (
    SELECT
        count(*) AS known,
        count(*) FILTER (
            WHERE device.last_at > %(now)s::timestamptz - 3 * device.report_interval
        ) AS reporting
    FROM analytics.device AS device
    WHERE
        (
            %(institution)s::text IS NULL
            OR device.institution IN (SELECT analytics.institutions_below(%(institution)s::text))
        )
        AND (%(place)s::text IS NULL OR device.site = %(place)s::text)
) AS devices
CROSS JOIN (
    SELECT
        count(*) AS known,
        count(*) FILTER (
            WHERE vehicle.speed_kmh > 3 AND vehicle.at > %(now)s::timestamptz - interval '10 minutes'
        ) AS moving
    FROM analytics.vehicle AS vehicle
    WHERE
        %(institution)s::text IS NULL
        OR vehicle.institution IN (SELECT analytics.institutions_below(%(institution)s::text))
) AS vehicles
CROSS JOIN (
    SELECT count(*) AS firing
    FROM analytics.alert AS alert
    WHERE
        alert.state = 'firing'
        AND (
            %(institution)s::text IS NULL
            OR alert.institution IN (SELECT analytics.institutions_below(%(institution)s::text))
        )
) AS alerts
LEFT JOIN used AS water ON water.medium = 'water'
LEFT JOIN used AS electricity ON electricity.medium = 'electricity'
