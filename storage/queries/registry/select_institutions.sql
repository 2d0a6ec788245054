-- Every institution with its contacts and quotas, as models.registry.Institution has them.
SELECT
    institution.code,
    institution.name,
    institution.name_en,
    institution.type,
    parent.code AS parent,
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
                        'quiet_hours',
                        CASE
                            WHEN contact.quiet_from IS NOT NULL
                                THEN json_build_object(
                                    'from', contact.quiet_from,
                                    'to', contact.quiet_to,
                                    'timezone', contact.quiet_zone
                                )
                        END,
                        'reports', contact.reports,
                        'reports_at', contact.reports_at,
                        'only_when_something', contact.only_when_something
                    )
                    ORDER BY contact.email
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
                    ORDER BY duty_turn.first_day, duty_turn.who, duty_turn.every
                ),
                '[]'
            )
        FROM duty_turn
        WHERE duty_turn.institution_id = institution.id
    ) AS duty,
    (
        SELECT
            coalesce(
                json_agg(
                    json_build_object(
                        'quota', quota.code,
                        'valid_from', lower(assigned.valid), 'valid_to', upper(assigned.valid)
                    )
                    ORDER BY lower(assigned.valid), quota.code
                ),
                '[]'
            )
        FROM institution_quota AS assigned
        INNER JOIN quota ON assigned.quota_id = quota.id
        WHERE assigned.institution_id = institution.id
    ) AS quotas
FROM institution
LEFT JOIN institution AS parent ON institution.parent_id = parent.id
