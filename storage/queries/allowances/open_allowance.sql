-- Make a period of a place, unless it is there.
INSERT INTO allowance (place_id, medium, month, period, unit)
VALUES (%(place_id)s, %(medium)s, %(month)s, daterange(%(period_start)s, %(period_end)s), %(unit)s)
ON CONFLICT (place_id, medium, month) DO NOTHING
