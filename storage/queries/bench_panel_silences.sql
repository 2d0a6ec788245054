-- A silence of each institution that is over, and one in ten that lasts.
INSERT INTO silence (institution_id, rule, begins_at, ends_at, reason, author, created_at)
SELECT
    institution.id,
    'silent-device',
    %(now)s::timestamptz - period.days * interval '1 day',
    %(now)s::timestamptz - (period.days - 8) * interval '1 day',
    '检修',
    '张三',
    %(now)s::timestamptz - (period.days + 1) * interval '1 day'
FROM institution
CROSS JOIN (VALUES (90), (1)) AS period (days)
WHERE period.days = 90 OR mod(institution.id, 10) = 1
