-- The columns of a view with their types, and what the database says of them.
SELECT
    attribute.attname AS name,
    format_type(attribute.atttypid, NULL) AS type,
    coalesce(col_description(attribute.attrelid, attribute.attnum), '') AS meaning
FROM pg_attribute AS attribute
WHERE attribute.attrelid = %(view)s::regclass AND attribute.attnum > 0 AND NOT attribute.attisdropped
ORDER BY attribute.attnum
