-- Write one turn of the duty rota of an institution.
INSERT INTO duty_turn (institution_id, who, first_day, last_day, every, days)
SELECT
    institution.id,
    %(who)s,
    %(first_day)s,
    %(last_day)s,
    %(every)s,
    %(days)s
FROM institution
WHERE institution.code = %(code)s
