-- Leaks that were found and showed within the period: those that run first, the largest first.
SELECT
    leak.meter_name,
    leak.place_name,
    leak.reason,
    leak.since,
    leak.latest,
    leak.ended,
    leak.lost_m3h,
    leak.m3_per_day,
    leak.share
FROM analytics.leak AS leak
WHERE
    leak.latest >= (%(since)s::timestamptz AT TIME ZONE leak.timezone)::date
    AND leak.since <= (%(now)s::timestamptz AT TIME ZONE leak.timezone)::date
    AND (
        %(institution)s::text IS NULL
        OR leak.institution IN (SELECT analytics.institutions_below(%(institution)s::text))
    )
    AND (%(place)s::text IS NULL OR leak.site = %(place)s::text)
ORDER BY leak.ended IS NOT NULL, leak.m3_per_day DESC, leak.meter ASC
LIMIT 100
