-- Every site, as models.registry.Site has it.
SELECT
    site.code,
    site.name,
    site.name_en,
    site.timezone,
    institution.code AS institution,
    site.heating
FROM place AS site
INNER JOIN institution ON site.institution_id = institution.id
WHERE site.kind = 'site'
