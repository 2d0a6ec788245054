-- How unusual each day of each meter was; one in two hundred was far above what was expected.
INSERT INTO day_score (
    meter_id, day, version, hours, seen, expected, unusual, peak_hour, peak_seen, peak_expected, computed_at
)
SELECT
    daily.meter_id,
    daily.day,
    1,
    24,
    daily.amount,
    daily.amount * (1 - drawn.unusual / 20),
    drawn.unusual,
    mod(drawn.chance, 24),
    daily.amount / 12,
    daily.amount / 24,
    %(now)s
FROM consumption_daily AS daily
CROSS JOIN
    LATERAL (
        SELECT daily.meter_id * 7919 + extract(DOY FROM daily.day)::integer * 104729 AS chance
    ) AS seed
CROSS JOIN
    LATERAL (
        SELECT
            seed.chance,
            CASE WHEN mod(seed.chance, 200) = 0 THEN 9.0 ELSE mod(seed.chance, 50) / 10.0 - 2.5 END AS unusual
    ) AS drawn
WHERE daily.day < %(now)s::date AND daily.day >= %(since)s::date + 30
ORDER BY daily.day, daily.meter_id
