-- Measuring points by code with the physical meter that stands there, a page at a time.
SELECT
    meter.meter,
    meter.meter_name,
    meter.medium,
    meter.unit,
    meter.place_name,
    meter.institution_name,
    meter.timezone,
    coalesce(installed.serial, '') AS serial,
    installed.multiplier,
    installed.valid_from
FROM analytics.meter AS meter
LEFT JOIN
    analytics.installation AS installed
    ON
        meter.meter_id = installed.meter_id
        AND installed.valid_from <= %(now)s::timestamptz
        AND coalesce(installed.valid_to, 'infinity') > %(now)s::timestamptz
WHERE
    (%(medium)s::text IS NULL OR meter.medium = %(medium)s)
    AND strpos(
        lower(
            concat_ws(
                ' ', meter.meter, meter.meter_name, meter.place_name, meter.institution_name, installed.serial
            )
        ),
        lower(%(text)s::text)
    ) > 0
    AND (%(after)s::text IS NULL OR meter.meter > %(after)s)
ORDER BY meter.meter
LIMIT %(rows)s
