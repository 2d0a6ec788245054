-- Meters and virtual meters of a site in one medium and quantity, with what they serve (or where they stand)
-- and the real meters they are made of.
SELECT
    meter.meter,
    meter.medium,
    meter.quantity,
    meter.unit,
    meter.parent,
    coalesce(serving.places, ARRAY[meter.place]) AS places,
    jsonb_build_object(meter.meter, 1) AS parts,
    false AS is_virtual
FROM analytics.meter AS meter
LEFT JOIN LATERAL (
    SELECT array_agg(place.code ORDER BY place.code) AS places
    FROM meter_serves AS serves
    INNER JOIN place ON serves.place_id = place.id
    WHERE serves.meter_id = meter.meter_id
) AS serving ON true
WHERE meter.site = %(site)s AND meter.medium = %(medium)s AND meter.quantity = %(quantity)s
UNION ALL
SELECT
    meter.meter,
    meter.medium,
    meter.quantity,
    meter.unit,
    meter.parent,
    ARRAY[meter.place] AS places,
    coalesce(made.parts, '{}') AS parts,
    true AS is_virtual
FROM analytics.virtual_meter AS meter
LEFT JOIN LATERAL (
    SELECT jsonb_object_agg(part.part, part.share) AS parts
    FROM analytics.virtual_part AS part
    WHERE part.meter = meter.meter
) AS made ON true
WHERE meter.site = %(site)s AND meter.medium = %(medium)s AND meter.quantity = %(quantity)s
ORDER BY 1
