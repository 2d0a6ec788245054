-- Register steps of an institution and all below it that nothing explains, between two instants.
SELECT
    site.institution,
    meter.code,
    meter.name,
    aside.at,
    aside.step,
    quantity.unit,
    aside.reason
FROM institution
INNER JOIN institution_scope AS scope ON institution.id = scope.institution_id
INNER JOIN analytics.site AS site ON scope.member_id = site.institution_id
INNER JOIN meter ON site.place_id = meter.place_id
INNER JOIN quantity ON meter.quantity_id = quantity.id
INNER JOIN set_aside AS aside ON meter.id = aside.meter_id
WHERE
    institution.code = %(institution)s
    AND aside.at > %(since)s
    AND aside.at <= %(until)s
ORDER BY site.institution, aside.at, meter.code
