-- The duty rota of drivers.
SELECT
    turn.driver,
    turn.first_day,
    turn.last_day,
    turn.every,
    turn.days
FROM analytics.driver_turn AS turn
WHERE
    (%(driver)s::text IS NULL OR turn.driver = %(driver)s)
    AND (
        %(after_driver)s::text IS NULL
        OR (turn.driver, turn.first_day, turn.every)
        > (%(after_driver)s::text, %(after_first_day)s::date, %(after_every)s::text)
    )
ORDER BY turn.driver, turn.first_day, turn.every
LIMIT %(rows)s
