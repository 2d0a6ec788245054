-- Write outings of a vehicle, which are not there.
INSERT INTO outing
SELECT
    %(vehicle)s,
    made.started_at,
    made.ended_at,
    made.trips,
    made.distance_m,
    made.furthest_m,
    made.stay_s,
    made.stay_at,
    made.stay_lon,
    made.stay_lat
FROM jsonb_populate_recordset(NULL::outing, %(outings)s) AS made
