-- Add a silence of an institution and all below it, of a rule, of a subject, or of what they have in common.
INSERT INTO silence (
    institution_id, rule, subject, begins_at, ends_at, recurrence, lasting, timezone, reason, author,
    created_at
)
VALUES (
    (SELECT institution.id FROM institution WHERE institution.code = %(institution)s),
    %(rule)s,
    %(subject)s,
    %(begins_at)s,
    %(ends_at)s,
    %(recurrence)s,
    %(lasting)s,
    %(timezone)s,
    %(reason)s,
    %(author)s,
    %(created_at)s
)
RETURNING id
