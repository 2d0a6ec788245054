-- Write one quota; its tiers are written after it.
INSERT INTO quota (
    code, indicator, category, unit, limit_tier, counts, source, source_table, year, valid, status, note
)
VALUES (
    %(code)s, %(indicator)s, %(category)s, %(unit)s, %(limit_tier)s, %(counts)s, %(source)s,
    %(source_table)s, %(year)s,
    daterange(%(valid_from)s, %(valid_to)s), %(status)s, %(note)s
)
ON CONFLICT (code) DO UPDATE SET
    indicator = excluded.indicator, category = excluded.category, unit = excluded.unit,
    limit_tier = excluded.limit_tier, counts = excluded.counts, source = excluded.source,
    source_table = excluded.source_table, year = excluded.year, valid = excluded.valid,
    status = excluded.status, note = excluded.note
