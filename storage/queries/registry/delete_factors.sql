-- Take away the factors of one set, before its present ones are written.
DELETE FROM factor
WHERE factor_set_id = (
    SELECT factor_set.id FROM factor_set
    WHERE factor_set.code = %(code)s
)
