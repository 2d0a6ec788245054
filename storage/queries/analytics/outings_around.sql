-- From when to when the outings last that touch a span of time; NULL: none does.
SELECT
    min(outing.started_at) AS first,
    max(coalesce(outing.ended_at, %(until)s)) AS last
FROM outing
WHERE
    outing.vehicle_id = %(vehicle)s
    AND outing.started_at <= %(until)s
    AND coalesce(outing.ended_at, 'infinity') >= %(since)s
