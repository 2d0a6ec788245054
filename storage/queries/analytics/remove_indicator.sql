-- Remove the figure of an institution for a period: it can no longer be computed.
DELETE FROM indicator_value
WHERE institution_id = %(institution)s AND indicator = %(indicator)s AND period_start = %(period_start)s
