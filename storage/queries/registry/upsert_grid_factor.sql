-- Write one grid factor.
INSERT INTO grid_factor (code, region, data_year, value, source, status, valid_from, note)
VALUES (
    %(code)s, %(region)s, %(data_year)s, %(value)s::double precision, %(source)s, %(status)s, %(valid_from)s,
    %(note)s
)
ON CONFLICT (code) DO UPDATE SET
    region = excluded.region, data_year = excluded.data_year, value = excluded.value,
    source = excluded.source, status = excluded.status, valid_from = excluded.valid_from,
    note = excluded.note
