-- Drop marks of registers that are no meter, up to one that has waited; the registry marks anew when a
-- meter is added.
DELETE FROM stale_hour
WHERE
    id <= %(latest)s
    AND NOT EXISTS (
        SELECT FROM meter
        WHERE meter.device_id = stale_hour.device_id AND meter.quantity_id = stale_hour.quantity_id
    )
