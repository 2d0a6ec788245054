-- Every place inside a site, as models.registry.Place has it.
SELECT
    place.code,
    place.name,
    place.name_en,
    place.kind,
    parent.code AS parent,
    institution.code AS institution
FROM place
INNER JOIN place AS parent ON place.parent_id = parent.id
LEFT JOIN institution ON place.institution_id = institution.id
