-- Write one contact of an institution.
INSERT INTO contact (
    institution_id,
    name,
    email,
    language,
    from_severity,
    groups,
    subtree,
    only_on_duty,
    channels,
    quiet_from,
    quiet_to,
    quiet_zone,
    reports,
    reports_at,
    only_when_something
)
SELECT
    institution.id,
    %(name)s,
    %(email)s,
    %(language)s,
    %(from_severity)s,
    %(groups)s::text[],
    %(subtree)s,
    %(only_on_duty)s,
    %(channels)s::text[],
    %(quiet_from)s::time,
    %(quiet_to)s::time,
    %(quiet_zone)s,
    %(reports)s,
    %(reports_at)s,
    %(only_when_something)s
FROM institution
WHERE institution.code = %(code)s
ON CONFLICT (institution_id, email) DO UPDATE SET
    name = excluded.name,
    language = excluded.language,
    from_severity = excluded.from_severity,
    groups = excluded.groups,
    subtree = excluded.subtree,
    only_on_duty = excluded.only_on_duty,
    channels = excluded.channels,
    quiet_from = excluded.quiet_from,
    quiet_to = excluded.quiet_to,
    quiet_zone = excluded.quiet_zone,
    reports = excluded.reports,
    reports_at = excluded.reports_at,
    only_when_something = excluded.only_when_something
