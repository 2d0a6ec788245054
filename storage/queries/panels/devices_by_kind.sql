-- Devices by kind: how many reported within three of their intervals, and how many did not.
SELECT
    device.kind AS label,
    CASE
        WHEN device.last_at > %(now)s::timestamptz - 3 * device.report_interval THEN 'reporting'
        ELSE 'silent'
    END AS series,
    count(*) AS value,
    1.0::double precision AS coverage
FROM analytics.device AS device
WHERE
    true
    AND (
        %(institution)s::text IS NULL
        OR device.institution IN (SELECT analytics.institutions_below(%(institution)s::text))
    )
    AND (%(place)s::text IS NULL OR device.site = %(place)s::text)
GROUP BY device.kind, series
ORDER BY device.kind ASC, series ASC
