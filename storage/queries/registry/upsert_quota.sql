-- Write one quota; its tiers are written after it.
INSERT INTO quota (
    code, indicator, category, zone, unit, scheme, limit_tier, counts, weights, people, period, day_divisor,
    factor_set_id, excludes, excludes_traffic, source, source_table, year, valid, status, note
)
VALUES (
    %(code)s, %(indicator)s, %(category)s, %(zone)s, %(unit)s, %(scheme)s, %(limit_tier)s, %(counts)s,
    %(weights)s, %(people)s, %(period)s, %(day_divisor)s,
    (SELECT factor_set.id FROM factor_set WHERE factor_set.code = %(factor_set)s),
    %(excludes)s, %(excludes_traffic)s, %(source)s, %(source_table)s, %(year)s,
    daterange(%(valid_from)s, %(valid_to)s), %(status)s, %(note)s
)
ON CONFLICT (code) DO UPDATE SET
    indicator = excluded.indicator, category = excluded.category, zone = excluded.zone, unit = excluded.unit,
    scheme = excluded.scheme, limit_tier = excluded.limit_tier, counts = excluded.counts,
    weights = excluded.weights, people = excluded.people, period = excluded.period,
    day_divisor = excluded.day_divisor, factor_set_id = excluded.factor_set_id, excludes = excluded.excludes,
    excludes_traffic = excluded.excludes_traffic, source = excluded.source,
    source_table = excluded.source_table, year = excluded.year, valid = excluded.valid,
    status = excluded.status, note = excluded.note
