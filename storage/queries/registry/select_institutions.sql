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
                        'name', contact.name, 'email', contact.email, 'language', contact.language,
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
