-- Diners and meals of a place, dated.
SELECT
    occupancy.valid_from,
    occupancy.valid_to,
    (occupancy.people ->> 'diner')::double precision AS diners,
    (occupancy.people ->> 'meal')::double precision AS meals_a_year
FROM analytics.occupancy AS occupancy
WHERE occupancy.place = %(place)s
ORDER BY occupancy.valid_from
