-- Alerts by what people call them: number, subject, or code of the subject; of one rule, or of all.
SELECT
    alert.id,
    alert.rule,
    alert.subject,
    alert.state
FROM alert
WHERE
    (
        alert.id::text = %(name)s
        OR alert.subject = %(name)s
        OR split_part(alert.subject, ':', 2) = %(name)s
    )
    AND (%(rule)s::text IS NULL OR alert.rule = %(rule)s)
ORDER BY alert.id
