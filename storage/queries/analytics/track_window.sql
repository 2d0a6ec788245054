-- Where the last piece that ends before an instant begins, and where the first that begins behind another
-- ends; NULL: there is none.
SELECT
    (
        SELECT before.started_at
        FROM (
            (
                SELECT trip.started_at
                FROM trip
                WHERE
                    trip.vehicle_id = %(vehicle)s
                    AND trip.started_at < %(since)s
                    AND trip.ended_at < %(since)s
                ORDER BY trip.started_at DESC
                LIMIT 1
            )
            UNION ALL
            (
                SELECT stop.started_at
                FROM stop
                WHERE
                    stop.vehicle_id = %(vehicle)s
                    AND stop.started_at < %(since)s
                    AND stop.ended_at < %(since)s
                ORDER BY stop.started_at DESC
                LIMIT 1
            )
        ) AS before
        ORDER BY before.started_at DESC
        LIMIT 1
    ) AS first,
    (
        SELECT behind.ended_at
        FROM (
            (
                SELECT
                    trip.started_at,
                    trip.ended_at
                FROM trip
                WHERE trip.vehicle_id = %(vehicle)s AND trip.started_at > %(until)s
                ORDER BY trip.started_at
                LIMIT 1
            )
            UNION ALL
            (
                SELECT
                    stop.started_at,
                    stop.ended_at
                FROM stop
                WHERE stop.vehicle_id = %(vehicle)s AND stop.started_at > %(until)s
                ORDER BY stop.started_at
                LIMIT 1
            )
        ) AS behind
        ORDER BY behind.started_at
        LIMIT 1
    ) AS last
