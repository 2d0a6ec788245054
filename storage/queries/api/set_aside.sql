-- Register steps that are not counted.
SELECT
    aside.meter,
    aside.meter_name,
    aside.medium,
    aside.unit,
    aside.site,
    aside.timezone,
    aside.institution,
    aside.at,
    aside.step,
    aside.reason,
    aside.computed_at
FROM analytics.set_aside AS aside
WHERE
    (%(meter)s::text IS NULL OR aside.meter = %(meter)s)
    AND (%(site)s::text IS NULL OR aside.site = %(site)s)
    AND (%(institution)s::text IS NULL OR aside.institution = %(institution)s)
    AND (%(since)s::timestamptz IS NULL OR aside.at >= %(since)s)
    AND (%(until)s::timestamptz IS NULL OR aside.at < %(until)s)
    AND (
        %(after_meter)s::text IS NULL
        OR (aside.meter, aside.at)
        > (%(after_meter)s::text, %(after_at)s::timestamptz)
    )
ORDER BY aside.meter, aside.at
LIMIT %(rows)s
