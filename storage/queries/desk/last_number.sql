-- The last number of the orders of an institution that begin alike; no row: there is none.
SELECT planned.number FROM dispatch_order AS planned
INNER JOIN institution ON planned.institution_id = institution.id
WHERE institution.code = %(institution)s AND starts_with(planned.number, %(beginning)s)
ORDER BY length(planned.number) DESC, planned.number DESC
LIMIT 1
