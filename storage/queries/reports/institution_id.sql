-- The number of an institution within this database.
SELECT institution.id
FROM institution
WHERE institution.code = %(institution)s
