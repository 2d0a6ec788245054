-- Sites of an institution and of all below it.
SELECT
    site.site AS code,
    site.place_name AS name,
    site.timezone AS zone,
    site.institution
FROM institution
INNER JOIN institution_scope AS scope ON institution.id = scope.institution_id
INNER JOIN analytics.site AS site ON scope.member_id = site.institution_id AND site.place = site.site
WHERE institution.code = %(institution)s
ORDER BY site.site
