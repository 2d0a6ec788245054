-- Monthly allowances of canteens and public areas, the newest month first: what was approved, used and saved.
WITH RECURSIVE chosen AS (
    SELECT institution.institution
    FROM analytics.institution AS institution
    WHERE institution.institution = %(institution)s::text
    UNION
    SELECT below.institution
    FROM analytics.institution AS below
    INNER JOIN chosen ON below.parent = chosen.institution
)

SELECT
    allowance.place_name,
    allowance.medium,
    allowance.month,
    allowance.unit,
    coalesce(allowance.approved, allowance.proposed) AS allowed,
    allowance.approved IS NOT NULL AS is_approved,
    settled.volume,
    settled.volume / nullif(settled.approved, 0) AS used_share,
    settled.saved,
    settled.amount,
    settled.status
FROM analytics.allowance AS allowance
LEFT JOIN LATERAL (
    SELECT
        entry.volume::double precision AS volume,
        entry.approved::double precision AS approved,
        entry.saved::double precision AS saved,
        entry.amount::double precision AS amount,
        entry.status
    FROM analytics.allowance_ledger AS entry
    WHERE entry.allowance_id = allowance.allowance_id AND entry.kind = 'settlement'
    ORDER BY entry.status = 'rejected', entry.entry_id DESC
    LIMIT 1
) AS settled ON true
WHERE
    allowance.period_start <= (%(now)s::timestamptz AT TIME ZONE allowance.timezone)::date
    AND (
        %(institution)s::text IS NULL
        OR allowance.institution IN (SELECT chosen.institution FROM chosen)
    )
    AND (%(place)s::text IS NULL OR allowance.site = %(place)s::text)
ORDER BY allowance.month DESC, allowance.place ASC, allowance.medium ASC
LIMIT 60
