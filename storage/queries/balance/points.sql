-- Meters of a site in the quantities that add up, one for each medium, with whether a meter was in place at
-- some time of a period and at its end. A meter that was only in place before or after is there too: others
-- hang below it.
SELECT
    meter.meter_id,
    meter.meter,
    meter.meter_name,
    meter.medium,
    meter.unit,
    meter.level,
    parent.meter_id AS parent_id,
    meter.item,
    meter.institution,
    coalesce(bool_or(placed.valid_from < %(ends)s::timestamptz), false) AS in_place,
    coalesce(
        bool_or(
            placed.valid_from < %(ends)s::timestamptz
            AND coalesce(placed.valid_to, 'infinity') >= %(ends)s::timestamptz
        ),
        false
    ) AS fitted
FROM analytics.meter AS meter
INNER JOIN unnest(%(media)s::text[], %(quantities)s::text[]) AS balanced (medium, quantity)
    ON meter.medium = balanced.medium AND meter.quantity = balanced.quantity
LEFT JOIN analytics.meter AS parent ON meter.parent = parent.meter AND meter.quantity = parent.quantity
LEFT JOIN analytics.installation AS placed
    ON
        meter.meter_id = placed.meter_id
        AND coalesce(placed.valid_to, 'infinity') > %(begins)s::timestamptz
WHERE meter.site = %(site)s
GROUP BY
    meter.meter_id,
    meter.meter,
    meter.meter_name,
    meter.medium,
    meter.unit,
    meter.level,
    parent.meter_id,
    meter.item,
    meter.institution
ORDER BY meter.medium, meter.level, meter.meter
