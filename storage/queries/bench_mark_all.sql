-- Mark every hour that was computed, as a change of every installation would.
INSERT INTO stale_hour (device_id, quantity_id, hour)
SELECT
    meter.device_id,
    meter.quantity_id,
    hourly.hour
FROM consumption_hourly AS hourly
INNER JOIN meter ON hourly.meter_id = meter.id
