-- A year of outings: one in the morning of each workday, two on two workdays of three; some vehicles go out
-- at weekends, too.
INSERT INTO outing (
    vehicle_id, started_at, ended_at, trips, distance_m, furthest_m, stay_s, stay_at, stay_lon, stay_lat
)
SELECT
    vehicle.id,
    away.leaves,
    away.leaves + away.lasting,
    2,
    2 * away.metres,
    0.7 * away.metres,
    extract(EPOCH FROM away.lasting) / 3,
    away.leaves + away.lasting / 3,
    106.2 + mod(away.chance, 100) / 400.0,
    38.4 + mod(away.chance, 90) / 400.0
FROM vehicle
CROSS JOIN
    generate_series(
        (%(since)s::timestamptz AT TIME ZONE 'Asia/Shanghai')::date + 1,
        (%(now)s::timestamptz AT TIME ZONE 'Asia/Shanghai')::date,
        interval '1 day'
    ) AS day (begins)
CROSS JOIN (VALUES (0, time '08:30'), (1, time '13:30')) AS turn (number, at)
CROSS JOIN
    LATERAL (
        SELECT vehicle.id * 7919 + extract(DOY FROM day.begins)::integer * 104729 + turn.number AS chance
    ) AS drawn
CROSS JOIN
    LATERAL (
        SELECT
            drawn.chance,
            (day.begins + turn.at + mod(drawn.chance, 60) * interval '1 minute')
            AT TIME ZONE 'Asia/Shanghai' AS leaves,
            (75 + mod(drawn.chance, 120)) * interval '1 minute' AS lasting,
            3000 + mod(drawn.chance, 37) * 1000 AS metres
    ) AS away
WHERE
    away.leaves + away.lasting < %(now)s::timestamptz
    AND (extract(ISODOW FROM day.begins) < 6 OR mod(drawn.chance, 6) = 0)
    AND (turn.number = 0 OR mod(drawn.chance, 3) > 0)
ORDER BY away.leaves, vehicle.id
