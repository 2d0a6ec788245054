-- Register steps of the period that are not counted because nothing explains them, the newest first.
SELECT
    aside.at,
    aside.meter,
    aside.meter_name,
    aside.place_name,
    aside.step,
    aside.unit,
    aside.reason,
    aside.timezone
FROM analytics.set_aside AS aside
WHERE
    aside.at >= %(since)s::timestamptz
    AND aside.at <= %(now)s::timestamptz
    AND (
        %(institution)s::text IS NULL
        OR aside.institution IN (SELECT analytics.institutions_below(%(institution)s::text))
    )
    AND (%(place)s::text IS NULL OR aside.site = %(place)s::text)
ORDER BY aside.at DESC, aside.meter ASC
LIMIT 100
