-- Register steps that are not counted, newest first, a page at a time.
SELECT
    aside.meter,
    aside.meter_name,
    aside.medium,
    aside.unit,
    aside.place_name,
    aside.institution_name,
    aside.timezone,
    aside.at,
    aside.step,
    aside.reason,
    aside.computed_at
FROM analytics.set_aside AS aside
WHERE
    strpos(
        lower(concat_ws(' ', aside.meter, aside.meter_name, aside.place_name, aside.institution_name)),
        lower(%(text)s::text)
    ) > 0
    AND (%(meter)s::text IS NULL OR aside.meter = %(meter)s)
    AND (%(since)s::timestamptz IS NULL OR aside.at >= %(since)s)
    AND (%(until)s::timestamptz IS NULL OR aside.at < %(until)s)
    AND (
        %(after_at)s::timestamptz IS NULL
        OR (aside.at, aside.meter) < (%(after_at)s::timestamptz, %(after_meter)s::text)
    )
ORDER BY aside.at DESC, aside.meter DESC
LIMIT %(rows)s
