-- Give a settlement that nobody decided the figures of today.
UPDATE allowance_ledger SET
    status = %(status)s,
    approval_id = %(approval)s,
    approved = %(approved)s,
    volume = %(volume)s,
    carried = %(carried)s,
    amount = %(amount)s,
    currency = %(currency)s,
    rule = %(rule)s,
    coverage = %(coverage)s,
    estimated_share = %(estimated_share)s,
    revision = %(revision)s,
    shares = %(shares)s,
    blocks = %(blocks)s::text[],
    computed_at = %(computed_at)s
WHERE allowance_ledger.id = %(id)s
RETURNING id
