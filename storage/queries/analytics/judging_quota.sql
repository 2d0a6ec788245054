-- The quota that judges an indicator of an institution on a day: of several, the one assigned last.
SELECT
    quota.id,
    quota.code,
    quota.unit,
    quota.counts,
    tier.value
FROM institution_quota AS assigned
INNER JOIN quota ON assigned.quota_id = quota.id
LEFT JOIN quota_tier AS tier ON quota.id = tier.quota_id AND quota.limit_tier = tier.name
WHERE
    assigned.institution_id = %(institution)s
    AND quota.indicator = %(indicator)s
    AND assigned.valid @> %(day)s::date
    AND quota.valid @> %(day)s::date
ORDER BY lower(assigned.valid) DESC, quota.id ASC
LIMIT 1
