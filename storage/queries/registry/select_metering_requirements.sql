-- How many meters institutions must have over time, as models.registry.MeteringRequirement has it, in order.
SELECT
    institution.code AS institution,
    requirement.medium,
    requirement.level,
    requirement.required,
    lower(requirement.valid) AS valid_from,
    upper(requirement.valid) AS valid_to,
    requirement.source
FROM metering_requirement AS requirement
INNER JOIN institution ON requirement.institution_id = institution.id
ORDER BY institution.code, requirement.medium, requirement.level, lower(requirement.valid)
