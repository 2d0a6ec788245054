-- Write trips and stops of a vehicle that are not there.
WITH driven AS (
    INSERT INTO trip
    SELECT
        %(vehicle)s,
        started_at,
        ended_at,
        start_lon,
        start_lat,
        end_lon,
        end_lat,
        distance_m,
        track_m,
        odometer_m,
        odometer_lack,
        driving_s,
        idling_s,
        stopped_s,
        gap_s,
        top_speed_kmh,
        top_at,
        top_lon,
        top_lat,
        fixes
    FROM jsonb_populate_recordset(NULL::trip, %(trips)s)
)

INSERT INTO stop
SELECT
    %(vehicle)s,
    started_at,
    ended_at,
    lon,
    lat,
    idling_s,
    fixes
FROM jsonb_populate_recordset(NULL::stop, %(stops)s)
