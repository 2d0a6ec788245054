-- Add a row to the ledger.
INSERT INTO allowance_ledger (
    allowance_id, kind, status, settled_id, approval_id, approved, volume, carried, amount, currency, rule,
    coverage, estimated_share, revision, shares, blocks, computed_at
) VALUES (
    %(allowance)s, %(kind)s, %(status)s, %(settled)s, %(approval)s, %(approved)s, %(volume)s, %(carried)s,
    %(amount)s, %(currency)s, %(rule)s, %(coverage)s, %(estimated_share)s, %(revision)s, %(shares)s,
    %(blocks)s::text[], %(computed_at)s
)
RETURNING id
