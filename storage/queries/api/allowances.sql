-- Monthly allowances of places.
SELECT
    allowance.allowance_id,
    allowance.place,
    allowance.place_name,
    allowance.site,
    allowance.timezone,
    allowance.institution,
    allowance.institution_name,
    allowance.medium,
    allowance.unit,
    to_char(allowance.month, 'YYYY-MM') AS month,
    allowance.period_start,
    allowance.period_end,
    allowance.proposed,
    allowance.basis,
    allowance.formula,
    allowance.proposed_at,
    allowance.approved,
    allowance.approved_by,
    allowance.approved_at,
    allowance.note,
    allowance.approvals
FROM analytics.allowance AS allowance
WHERE
    (%(place)s::text IS NULL OR allowance.place = %(place)s)
    AND (%(institution)s::text IS NULL OR allowance.institution = %(institution)s)
    AND (%(medium)s::text IS NULL OR allowance.medium = %(medium)s)
    AND (%(since)s::date IS NULL OR allowance.month >= %(since)s)
    AND (%(until)s::date IS NULL OR allowance.month < %(until)s)
    AND (%(after_allowance_id)s::bigint IS NULL OR allowance.allowance_id > %(after_allowance_id)s)
ORDER BY allowance.allowance_id
LIMIT %(rows)s
