-- Take away the duty rota of one institution, before it is written as it is now.
DELETE FROM duty_turn
WHERE institution_id = (
    SELECT institution.id FROM institution
    WHERE institution.code = %(code)s
)
