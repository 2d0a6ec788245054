-- What the tank of one vehicle held, by five minutes [median, L].
SELECT
    date_bin(interval '5 minutes', reading.at, timestamptz '2000-01-01 00:00Z') AS at,
    percentile_cont(0.5) WITHIN GROUP (ORDER BY reading.value) AS litres
FROM analytics.vehicle_tracker AS tracker
INNER JOIN analytics.reading AS reading ON tracker.device = reading.device
WHERE
    tracker.plate = %(plate)s
    AND reading.at >= tracker.valid_from
    AND (tracker.valid_to IS NULL OR reading.at < tracker.valid_to)
    AND reading.quantity = 'fuel_l'
    AND reading.at >= %(since)s
    AND reading.at < %(until)s
GROUP BY 1
ORDER BY 1
