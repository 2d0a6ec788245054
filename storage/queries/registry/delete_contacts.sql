-- Take away the contacts of one institution that are not among the present ones.
DELETE FROM contact
WHERE
    institution_id = (
        SELECT institution.id FROM institution
        WHERE institution.code = %(code)s
    )
    AND email <> all(%(emails)s)
