-- The three checks of each vehicle on each day of those outings; one in two hundred found something.
INSERT INTO daily_check (vehicle_id, day, kind, driver, passed, defects, at, author)
SELECT
    driven.vehicle_id,
    driven.day,
    check_of.kind,
    '马师傅',
    found.passed,
    CASE WHEN found.passed THEN '' ELSE '灯光不亮' END,
    driven.day + check_of.at,
    '调度员'
FROM (
    SELECT DISTINCT
        outing.vehicle_id,
        (outing.started_at AT TIME ZONE 'Asia/Shanghai')::date AS day
    FROM outing
    WHERE outing.started_at > %(since)s::timestamptz
) AS driven
CROSS JOIN (
    VALUES ('before', time '00:10'), ('during', time '03:00'), ('after', time '09:30')
) AS check_of (kind, at)
CROSS JOIN
    LATERAL (
        SELECT
            mod(driven.vehicle_id + extract(DOY FROM driven.day)::integer, 200) > 0
            OR check_of.kind <> 'after' AS passed
    ) AS found
ORDER BY driven.day, driven.vehicle_id
