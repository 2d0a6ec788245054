-- Outings of one vehicle that began on local days of a span, the newest first.
SELECT
    outing.started_at,
    outing.ended_at,
    outing.distance_m / 1000 AS km,
    outing.furthest_m / 1000 AS furthest_km,
    array_to_string(outing.orders, ' ') AS orders
FROM analytics.outing AS outing
WHERE
    outing.plate = %(plate)s
    AND outing.started_at >= (%(first_day)s::date::timestamp AT TIME ZONE coalesce(outing.timezone, 'UTC'))
    AND outing.started_at < (%(end_day)s::date::timestamp AT TIME ZONE coalesce(outing.timezone, 'UTC'))
ORDER BY outing.started_at DESC
