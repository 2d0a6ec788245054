-- Leaks that were found.
SELECT
    leak.meter,
    leak.meter_name,
    leak.site,
    leak.timezone,
    leak.institution,
    leak.reason,
    leak.since,
    leak.decided,
    leak.latest,
    leak.ended,
    leak.flow_m3h,
    leak.expected_m3h,
    leak.lost_m3h,
    leak.m3_per_day,
    leak.share,
    leak.unusual
FROM analytics.leak AS leak
WHERE
    (%(meter)s::text IS NULL OR leak.meter = %(meter)s)
    AND (%(site)s::text IS NULL OR leak.site = %(site)s)
    AND (%(institution)s::text IS NULL OR leak.institution = %(institution)s)
    AND (%(since)s::date IS NULL OR leak.since >= %(since)s)
    AND (%(until)s::date IS NULL OR leak.since < %(until)s)
    AND (
        %(after_meter)s::text IS NULL
        OR (leak.meter, leak.reason, leak.since)
        > (%(after_meter)s::text, %(after_reason)s::text, %(after_since)s::date)
    )
ORDER BY leak.meter, leak.reason, leak.since
LIMIT %(rows)s
