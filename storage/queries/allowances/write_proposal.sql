-- Note what is proposed for a period.
UPDATE allowance SET
    proposed = %(proposed)s,
    basis = %(basis)s,
    formula = %(formula)s,
    inputs = %(inputs)s,
    proposed_at = %(proposed_at)s
WHERE allowance.id = %(allowance)s
