-- Take away how many meters of a medium and level one institution must have, before the present numbers.
DELETE FROM metering_requirement
WHERE
    medium = %(medium)s
    AND level = %(level)s
    AND institution_id = (
        SELECT institution.id FROM institution
        WHERE institution.code = %(institution)s
    )
