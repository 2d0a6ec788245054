-- Mark the hours of the vehicles whose trackers sent staged fixes.
INSERT INTO stale_track (vehicle_id, hour)
SELECT DISTINCT
    tracker.vehicle_id,
    date_trunc('hour', staging.at)
FROM staging_position AS staging
INNER JOIN vehicle_tracker AS tracker
    ON staging.device_id = tracker.device_id AND tracker.valid @> staging.at
