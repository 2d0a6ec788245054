-- Monthly allowances of canteens and public areas, the newest month first: what was approved, used and saved.
WITH shown AS MATERIALIZED (
    SELECT
        allowance.allowance_id,
        allowance.place,
        allowance.place_name,
        allowance.medium,
        allowance.month,
        allowance.unit,
        allowance.proposed,
        allowance.approved
    FROM analytics.allowance AS allowance
    WHERE
        allowance.period_start <= (%(now)s::timestamptz AT TIME ZONE allowance.timezone)::date
        AND (
            %(institution)s::text IS NULL
            OR allowance.institution IN (SELECT analytics.institutions_below(%(institution)s::text))
        )
        AND (%(place)s::text IS NULL OR allowance.site = %(place)s::text)
    ORDER BY allowance.month DESC, allowance.place ASC, allowance.medium ASC
    LIMIT 60
),

settled AS (
    SELECT DISTINCT ON (entry.allowance_id)
        entry.allowance_id,
        entry.volume::double precision AS volume,
        entry.approved::double precision AS approved,
        entry.saved::double precision AS saved,
        entry.amount::double precision AS amount,
        entry.status
    FROM analytics.allowance_ledger AS entry
    WHERE
        entry.kind = 'settlement'
        AND entry.allowance_id IN (SELECT shown.allowance_id FROM shown)
    ORDER BY entry.allowance_id ASC, entry.status = 'rejected' ASC, entry.entry_id DESC
)

SELECT
    shown.place_name,
    shown.medium,
    shown.month,
    shown.unit,
    coalesce(shown.approved, shown.proposed) AS allowed,
    shown.approved IS NOT NULL AS is_approved,
    settled.volume,
    settled.volume / nullif(settled.approved, 0) AS used_share,
    settled.saved,
    settled.amount,
    settled.status
FROM shown
LEFT JOIN settled ON shown.allowance_id = settled.allowance_id
ORDER BY shown.month DESC, shown.place ASC, shown.medium ASC
