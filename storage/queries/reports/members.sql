-- An institution, itself first, with all below it, and the zone in which each counts days.
SELECT
    member.code,
    member.name,
    member.name_en,
    coalesce(subject.timezone, 'Asia/Shanghai') AS timezone
FROM institution
INNER JOIN institution_scope AS scope ON institution.id = scope.institution_id
INNER JOIN institution AS member ON scope.member_id = member.id
LEFT JOIN figure_subject AS subject ON member.id = subject.institution_id
WHERE institution.code = %(institution)s
ORDER BY member.id <> institution.id, member.code
