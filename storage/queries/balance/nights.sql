-- Least flows of the nights of a site within a period, by zone.
SELECT
    flow.meter,
    flow.meter_name,
    flow.day,
    flow.night_m3h,
    flow.night_share
FROM analytics.night_flow AS flow
WHERE
    flow.site = %(site)s
    AND flow.medium = %(medium)s
    AND flow.day >= %(period_start)s
    AND flow.day < %(period_end)s
ORDER BY flow.meter ASC NULLS FIRST, flow.day ASC
