-- What there is to check a run by.
SELECT
    (SELECT count(*) FROM consumption_hourly) AS hours,
    (SELECT count(*) FROM consumption_daily) AS days,
    (SELECT count(*) FROM bench_plain_hours) AS plain_hours,
    (SELECT count(*) FROM stale_hour) AS marks
