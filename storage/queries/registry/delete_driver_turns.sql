-- Take away the days of duty of one driver, before the present ones are written.
DELETE FROM driver_turn
WHERE driver_id = (
    SELECT driver.id FROM driver
    WHERE driver.code = %(code)s
)
