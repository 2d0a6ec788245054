-- Rows of the ledger of a place and medium, or of all, in order.
SELECT
    ledger.id,
    ledger.allowance_id,
    ledger.kind,
    ledger.status,
    ledger.settled_id,
    ledger.approval_id,
    ledger.approved,
    ledger.volume,
    ledger.carried,
    ledger.amount,
    ledger.currency,
    ledger.rule,
    ledger.coverage,
    ledger.estimated_share,
    ledger.revision,
    ledger.shares,
    ledger.blocks,
    ledger.computed_at,
    ledger.decided_by,
    ledger.decided_at,
    ledger.why
FROM allowance_ledger AS ledger
INNER JOIN analytics.allowance AS allowance ON ledger.allowance_id = allowance.allowance_id
WHERE
    (%(place)s::text IS NULL OR allowance.place = %(place)s)
    AND (%(medium)s::text IS NULL OR allowance.medium = %(medium)s)
ORDER BY allowance.place, allowance.medium, allowance.period_start, ledger.id
