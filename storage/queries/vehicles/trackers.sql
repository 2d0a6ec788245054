-- Which trackers one vehicle carried, the newest first.
SELECT
    tracker.device,
    tracker.valid_from,
    tracker.valid_to,
    tracker.timezone
FROM analytics.vehicle_tracker AS tracker
WHERE tracker.plate = %(plate)s
ORDER BY tracker.valid_from DESC
