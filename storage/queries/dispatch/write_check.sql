-- Write down a daily check; another one of the same vehicle, day and kind takes its place.
INSERT INTO daily_check (vehicle_id, day, kind, driver, passed, defects, at, author)
SELECT
    vehicle.id,
    %(day)s,
    %(kind)s,
    %(driver)s,
    %(passed)s,
    %(defects)s,
    %(at)s,
    %(author)s
FROM vehicle
WHERE vehicle.plate = %(plate)s
ON CONFLICT (vehicle_id, day, kind) DO UPDATE SET
    driver = excluded.driver, passed = excluded.passed, defects = excluded.defects,
    at = excluded.at, author = excluded.author
WHERE
(daily_check.driver, daily_check.passed, daily_check.defects)
IS DISTINCT FROM (excluded.driver, excluded.passed, excluded.defects)
