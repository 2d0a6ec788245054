-- Write the places that one meter serves.
INSERT INTO meter_serves (meter_id, place_id)
SELECT
    meter.id,
    place.id
FROM meter, place
WHERE meter.code = %(code)s AND place.code = any(%(served)s)
