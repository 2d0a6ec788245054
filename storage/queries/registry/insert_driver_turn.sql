-- Write days on which a driver is on duty.
INSERT INTO driver_turn (driver_id, first_day, last_day, every, days)
SELECT
    driver.id,
    %(first_day)s,
    %(last_day)s,
    %(every)s,
    %(days)s
FROM driver
WHERE driver.code = %(code)s
