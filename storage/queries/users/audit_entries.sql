-- The newest entries of the audit log, older than an id, about subjects that hold a text.
SELECT
    entry.id,
    entry.at,
    entry.author,
    entry.action,
    entry.subject,
    entry.was,
    entry.became
FROM audit_entry AS entry
WHERE
    (%(older_than)s::bigint IS NULL OR entry.id < %(older_than)s)
    AND (%(about)s = '' OR position(lower(%(about)s) IN lower(entry.subject)) > 0)
ORDER BY entry.id DESC
LIMIT %(most)s;
