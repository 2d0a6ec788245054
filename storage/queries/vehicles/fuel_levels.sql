-- What the tank of one vehicle held, by five minutes [median, L].
SELECT
    level.at,
    level.litres
FROM analytics.vehicle_tracker AS tracker
-- tracker by tracker, so that only its own readings are looked at
CROSS JOIN
    LATERAL (
        SELECT
            date_bin(interval '5 minutes', reading.at, timestamptz '2000-01-01 00:00Z') AS at,
            percentile_cont(0.5) WITHIN GROUP (ORDER BY reading.value) AS litres
        FROM analytics.reading AS reading
        WHERE
            reading.device = tracker.device
            AND reading.quantity = 'fuel_l'
            AND reading.at >= greatest(%(since)s, tracker.valid_from)
            AND reading.at < least(%(until)s, tracker.valid_to)
        GROUP BY 1
    ) AS level
WHERE tracker.plate = %(plate)s
ORDER BY 1
