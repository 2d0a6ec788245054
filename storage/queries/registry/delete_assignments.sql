-- Take away which quotas judge one institution, before the present ones are written.
DELETE FROM institution_quota
WHERE institution_id = (
    SELECT institution.id FROM institution
    WHERE institution.code = %(code)s
)
