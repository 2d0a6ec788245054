-- Write one tier of a quota.
INSERT INTO quota_tier (quota_id, position, name, name_en, value, purpose, consequence)
SELECT
    quota.id,
    %(position)s,
    %(name)s,
    %(name_en)s,
    %(value)s::double precision,
    %(purpose)s,
    %(consequence)s
FROM quota
WHERE quota.code = %(code)s
