-- Settlements of allowances, and adjustments.
SELECT
    entry.entry_id,
    entry.allowance_id,
    entry.place,
    entry.place_name,
    entry.site,
    entry.institution,
    entry.institution_name,
    entry.medium,
    to_char(entry.month, 'YYYY-MM') AS month,
    entry.period_start,
    entry.period_end,
    entry.unit,
    entry.kind,
    entry.status,
    entry.settled_entry_id,
    entry.approved,
    entry.volume,
    entry.carried,
    entry.saved,
    entry.amount,
    entry.currency,
    entry.rule,
    entry.coverage,
    entry.estimated_share,
    entry.revision,
    entry.blocks,
    entry.computed_at,
    entry.decided_by,
    entry.decided_at,
    entry.why
FROM analytics.allowance_ledger AS entry
WHERE
    (%(place)s::text IS NULL OR entry.place = %(place)s)
    AND (%(institution)s::text IS NULL OR entry.institution = %(institution)s)
    AND (%(medium)s::text IS NULL OR entry.medium = %(medium)s)
    AND (%(status)s::text IS NULL OR entry.status = %(status)s)
    AND (%(since)s::date IS NULL OR entry.month >= %(since)s)
    AND (%(until)s::date IS NULL OR entry.month < %(until)s)
    AND (%(after_entry_id)s::bigint IS NULL OR entry.entry_id > %(after_entry_id)s)
ORDER BY entry.entry_id
LIMIT %(rows)s
