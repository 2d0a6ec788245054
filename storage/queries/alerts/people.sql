-- Every institution with whoever is told of its alerts: contacts, duty rota, and the zone they live by.
WITH zone AS (
    SELECT
        scope.institution_id,
        min(site.timezone) AS timezone
    FROM institution_scope AS scope
    INNER JOIN analytics.site AS site ON scope.member_id = site.institution_id
    GROUP BY scope.institution_id
)

SELECT
    institution.id,
    institution.code,
    institution.name,
    institution.name_en,
    institution.parent_id,
    coalesce(zone.timezone, 'Asia/Shanghai') AS timezone,
    (
        SELECT
            coalesce(
                json_agg(
                    json_build_object(
                        'name', contact.name,
                        'email', contact.email,
                        'language', contact.language,
                        'from_severity', contact.from_severity,
                        'groups', contact.groups,
                        'subtree', contact.subtree,
                        'only_on_duty', contact.only_on_duty,
                        'channels', contact.channels,
                        'quiet_from', contact.quiet_from,
                        'quiet_to', contact.quiet_to,
                        'quiet_zone', contact.quiet_zone
                    )
                    ORDER BY contact.id
                ),
                '[]'
            )
        FROM contact
        WHERE contact.institution_id = institution.id
    ) AS contacts,
    (
        SELECT
            coalesce(
                json_agg(
                    json_build_object(
                        'who', duty_turn.who,
                        'first_day', duty_turn.first_day,
                        'last_day', duty_turn.last_day,
                        'every', duty_turn.every,
                        'days', duty_turn.days
                    )
                    ORDER BY duty_turn.id
                ),
                '[]'
            )
        FROM duty_turn
        WHERE duty_turn.institution_id = institution.id
    ) AS duty
FROM institution
LEFT JOIN zone ON institution.id = zone.institution_id
ORDER BY institution.id
