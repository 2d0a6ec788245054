-- The order that was entered with a key before.
SELECT planned.id FROM dispatch_order AS planned
INNER JOIN institution ON planned.institution_id = institution.id
WHERE institution.code = %(institution)s AND planned.entry_key = %(key)s AND planned.entry_key <> ''
