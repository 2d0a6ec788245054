-- Every meter with what it serves and its installations in order, as models.registry.Meter has them.
SELECT
    meter.code,
    meter.name,
    nullif(device.code, meter.code) AS device,
    quantity.name AS quantity,
    meter.medium,
    meter.level,
    parent.code AS parent,
    meter.item,
    meter.tags,
    place.code AS place,
    (
        SELECT coalesce(json_agg(served.code ORDER BY served.code), '[]')
        FROM meter_serves AS serves
        INNER JOIN place AS served ON serves.place_id = served.id
        WHERE serves.meter_id = meter.id
    ) AS serves,
    (
        SELECT
            coalesce(
                json_agg(
                    json_build_object(
                        'serial', installed.serial,
                        'valid_from', lower(installed.valid), 'valid_to', upper(installed.valid),
                        'start_register', installed.start_register, 'end_register', installed.end_register,
                        'modulus', installed.modulus, 'multiplier', installed.multiplier,
                        'max_rate_per_hour', installed.max_rate_per_hour, 'two_way', installed.two_way
                    )
                    ORDER BY lower(installed.valid)
                ),
                '[]'
            )
        FROM installation AS installed
        WHERE installed.meter_id = meter.id
    ) AS installations
FROM meter
INNER JOIN device ON meter.device_id = device.id
INNER JOIN quantity ON meter.quantity_id = quantity.id
INNER JOIN place ON meter.place_id = place.id
LEFT JOIN meter AS parent ON meter.parent_id = parent.id
