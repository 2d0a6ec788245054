-- Periods of a place and medium, or of all, in order, each with the approval that holds.
SELECT
    allowance.allowance_id,
    allowance.place,
    allowance.medium,
    allowance.month,
    allowance.period_start,
    allowance.period_end,
    allowance.unit,
    allowance.proposed,
    allowance.basis,
    allowance.formula,
    approval.id AS approval_id,
    approval.volume,
    approval.author,
    approval.at,
    approval.note,
    approval.replaces
FROM analytics.allowance AS allowance
LEFT JOIN allowance_approval AS approval
    ON
        allowance.allowance_id = approval.allowance_id
        AND NOT EXISTS (
            SELECT FROM allowance_approval AS later
            WHERE later.replaces = approval.id
        )
WHERE
    (%(place)s::text IS NULL OR allowance.place = %(place)s)
    AND (%(medium)s::text IS NULL OR allowance.medium = %(medium)s)
ORDER BY allowance.place, allowance.medium, allowance.period_start
