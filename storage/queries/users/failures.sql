-- How many log-ins failed since an instant, and when the last did: by name and address, name, address.
SELECT
    count(*) FILTER (WHERE name = %(name)s AND address = %(address)s) AS both_count,
    count(*) FILTER (WHERE name = %(name)s) AS name_count,
    count(*) FILTER (WHERE address = %(address)s) AS address_count,
    max(at) FILTER (WHERE name = %(name)s AND address = %(address)s) AS both_at,
    max(at) FILTER (WHERE name = %(name)s) AS name_at,
    max(at) FILTER (WHERE address = %(address)s) AS address_at
FROM login_failure
WHERE at > %(since)s AND (name = %(name)s OR address = %(address)s);
