-- Write one factor of a set.
INSERT INTO factor (
    factor_set_id, position, carrier, value, unit, source, source_table, year, valid, status, note
)
SELECT
    factor_set.id,
    %(position)s,
    %(carrier)s,
    %(value)s::double precision,
    %(unit)s,
    %(source)s,
    %(source_table)s,
    %(year)s,
    daterange(%(valid_from)s, %(valid_to)s),
    %(status)s,
    %(note)s
FROM factor_set
WHERE factor_set.code = %(code)s
