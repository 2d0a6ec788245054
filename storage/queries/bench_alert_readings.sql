-- Let every device have reported its register just now, but those of one in fifty meters that fell silent.
INSERT INTO reading (device_id, quantity_id, at, value, received_at)
SELECT
    meter.device_id,
    meter.quantity_id,
    %(now)s::timestamptz
    - CASE WHEN mod(meter.id, 50) = 0 THEN interval '3 days' ELSE interval '5 minutes' END,
    1000,
    %(now)s
FROM meter
