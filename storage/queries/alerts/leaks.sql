-- What is known of leaks at each meter on a day: of its latest one that runs (of the balance of meters, or
-- others) m3 lost on a day, own quiet flow and the usual one, its first night and how many it has lasted; 0
-- where none runs; nothing while too little is known of its nights. Meters that are not judged are left out.
SELECT
    meter.id,
    CASE
        WHEN leak.since IS NOT NULL THEN leak.m3_per_day
        WHEN watch.state = 'ready' THEN 0
    END AS value,
    leak.flow_m3h AS amount,
    leak.expected_m3h AS usual,
    leak.share,
    leak.reason,
    leak.since AS since_day,
    least(leak.latest, today.day) - leak.since + 1 AS days
FROM meter_watch AS watch
INNER JOIN meter ON watch.meter_id = meter.id
INNER JOIN device ON meter.device_id = device.id
INNER JOIN analytics.site AS site ON coalesce(meter.place_id, device.site_id) = site.place_id
CROSS JOIN LATERAL (SELECT (%(now)s AT TIME ZONE site.timezone)::date AS day) AS today
LEFT JOIN LATERAL (
    SELECT finding.*
    FROM leak_finding AS finding
    WHERE
        finding.meter_id = meter.id
        AND (finding.reason = 'balance_step') = %(is_balance)s
        AND finding.decided <= today.day
        AND (finding.ended IS NULL OR finding.ended > today.day)
    ORDER BY finding.since DESC
    LIMIT 1
) AS leak ON true
WHERE watch.state <> 'excluded'
ORDER BY meter.id
