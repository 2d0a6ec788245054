-- Steps that are not counted, newest first: all of a site or of a meter, or all there are.
SELECT
    aside.meter,
    aside.meter_name,
    aside.site,
    aside.place_name,
    aside.timezone,
    aside.unit,
    aside.at,
    aside.step,
    aside.reason
FROM analytics.set_aside AS aside
WHERE
    (%(site)s::text IS NULL OR aside.site = %(site)s)
    AND (%(meter)s::text IS NULL OR aside.meter = %(meter)s)
ORDER BY aside.at DESC, aside.meter ASC
LIMIT %(rows)s
