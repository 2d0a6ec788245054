-- How unusual the newest scored days of each meter were, in spreads of ordinary days: of some days in a row
-- the one that was least so, in a direction (1: above, -1: below, 0: either). What was seen and expected is
-- of the newest. Nothing where the meter is still being learnt, or has no score of the last three days.
SELECT
    meter.id,
    CASE WHEN scored.days >= %(days)s AND scored.newest >= today.day - 3 THEN scored.unusual END AS value,
    scored.seen AS amount,
    scored.expected AS usual,
    scored.peak_hour,
    scored.peak_seen AS peak_amount,
    scored.peak_expected AS peak_usual,
    scored.newest AS since_day,
    (scored.newest::timestamp AT TIME ZONE site.timezone) AS at
FROM meter
INNER JOIN meter_baseline AS learnt ON meter.id = learnt.meter_id
INNER JOIN device ON meter.device_id = device.id
INNER JOIN analytics.site AS site ON coalesce(meter.place_id, device.site_id) = site.place_id
CROSS JOIN LATERAL (SELECT (%(now)s AT TIME ZONE site.timezone)::date AS day) AS today
LEFT JOIN LATERAL (
    SELECT
        min(
            CASE %(direction)s::integer
                WHEN 0 THEN abs(latest.unusual)
                ELSE latest.unusual * %(direction)s::integer
            END
        ) AS unusual,
        count(*) AS days,
        max(latest.day) AS newest,
        (array_agg(latest.seen ORDER BY latest.day DESC))[1] AS seen,
        (array_agg(latest.expected ORDER BY latest.day DESC))[1] AS expected,
        (array_agg(latest.peak_hour ORDER BY latest.day DESC))[1] AS peak_hour,
        (array_agg(latest.peak_seen ORDER BY latest.day DESC))[1] AS peak_seen,
        (array_agg(latest.peak_expected ORDER BY latest.day DESC))[1] AS peak_expected
    FROM (
        SELECT score.*
        FROM day_score AS score
        WHERE score.meter_id = meter.id AND score.day < today.day
        ORDER BY score.day DESC
        LIMIT %(days)s
    ) AS latest
) AS scored ON true
WHERE
    (%(medium)s::text IS NULL OR meter.medium = %(medium)s)
    AND NOT EXISTS (
        SELECT FROM meter_baseline AS later
        WHERE later.meter_id = learnt.meter_id AND later.version > learnt.version
    )
ORDER BY meter.id
