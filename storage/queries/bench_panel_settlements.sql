-- What came of each allowance that was approved.
INSERT INTO allowance_ledger (
    allowance_id,
    kind,
    status,
    approval_id,
    approved,
    volume,
    amount,
    currency,
    rule,
    coverage,
    estimated_share,
    revision, shares, computed_at
)
SELECT
    approval.allowance_id,
    'settlement',
    'proposed',
    approval.id,
    approval.volume,
    approval.volume * (70 + mod(approval.id, 50)) / 100,
    12.5,
    'CNY',
    'office',
    1,
    0,
    1,
    '{}',
    approval.at + interval '40 days'
FROM allowance_approval AS approval
INNER JOIN allowance ON approval.allowance_id = allowance.id
WHERE
    allowance.period << daterange(%(now)s::date, NULL)
    AND NOT EXISTS (
        SELECT FROM allowance_ledger AS entry
        WHERE entry.allowance_id = allowance.id
    )
ORDER BY approval.id
