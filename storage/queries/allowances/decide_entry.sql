-- Confirm or reject a settlement; nothing else of its row changes.
UPDATE allowance_ledger SET
    status = %(status)s,
    decided_by = %(author)s,
    decided_at = %(at)s,
    why = %(why)s
WHERE allowance_ledger.id = %(id)s
RETURNING id
