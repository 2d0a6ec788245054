-- Quotas assigned to institutions, for the days on which both the assignment and the quota hold.
SELECT
    assigned.institution_id,
    quota.id AS quota_id,
    quota.code,
    coalesce(lower(assigned.valid * quota.valid), '0001-01-01') AS valid_from,
    upper(assigned.valid * quota.valid) AS valid_to
FROM institution_quota AS assigned
INNER JOIN quota ON assigned.quota_id = quota.id
WHERE assigned.institution_id = any(%(institutions)s::integer[]) AND NOT isempty(assigned.valid * quota.valid)
ORDER BY assigned.institution_id, quota.id
