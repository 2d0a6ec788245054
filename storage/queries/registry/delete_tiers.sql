-- Take away the tiers of one quota, before its present ones are written.
DELETE FROM quota_tier
WHERE quota_id = (
    SELECT quota.id FROM quota
    WHERE quota.code = %(code)s
)
