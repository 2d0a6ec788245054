-- Those older than two months are confirmed.
UPDATE allowance_ledger
SET status = 'confirmed', decided_by = '王主任', decided_at = allowance_ledger.computed_at + interval '1 day'
WHERE
    allowance_ledger.status = 'proposed'
    AND allowance_ledger.computed_at < %(now)s::timestamptz - interval '20 days'
