-- Let a quota judge an institution for a time.
INSERT INTO institution_quota (institution_id, quota_id, valid)
SELECT
    institution.id,
    quota.id,
    daterange(%(valid_from)s, %(valid_to)s)
FROM institution, quota
WHERE institution.code = %(code)s AND quota.code = %(quota)s
