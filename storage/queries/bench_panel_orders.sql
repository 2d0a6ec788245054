-- A dispatch order for each of those outings but one in fifty, and one that waits to be approved in one
-- institution of ten.
INSERT INTO dispatch_order (
    institution_id, number, applicant, purpose, destination, lon, lat, planned_from, planned_to, vehicle_id,
    driver, state
)
SELECT
    vehicle.institution_id,
    to_char(outing.started_at, 'YYYYMMDDHH24MI') || '-' || vehicle.id,
    '李文',
    '基层调研',
    '青铜峡',
    outing.stay_lon,
    outing.stay_lat,
    outing.started_at - interval '10 minutes',
    outing.ended_at + interval '20 minutes',
    vehicle.id,
    '马师傅',
    'checked'
FROM outing
INNER JOIN vehicle ON outing.vehicle_id = vehicle.id
WHERE
    outing.started_at > %(since)s::timestamptz
    AND mod(extract(EPOCH FROM outing.started_at)::bigint / 60 + vehicle.id, 50) > 0
UNION ALL
SELECT
    institution.id,
    'applied',
    '张敏',
    '参加会议',
    '石嘴山',
    NULL,
    NULL,
    %(now)s::timestamptz + interval '3 hours',
    %(now)s::timestamptz + interval '6 hours',
    NULL,
    '',
    'applied'
FROM institution
WHERE institution.type <> 'region' AND mod(institution.id, 10) = 1
ORDER BY 8, 10
