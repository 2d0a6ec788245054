-- Write how many meters of a medium and level an institution must have for a time.
INSERT INTO metering_requirement (institution_id, medium, level, required, valid, source)
SELECT
    institution.id,
    %(medium)s,
    %(level)s,
    %(required)s,
    daterange(%(valid_from)s, %(valid_to)s),
    %(source)s
FROM institution
WHERE institution.code = %(institution)s
