-- Figures of one institution, or of all, for the periods of a kind that begin within some days; with the
-- status of their quotas and the English names of tiers.
SELECT
    figure.*,
    quota.status AS quota_status,
    quota.limit_tier_en AS quota_tier_en,
    reached.tier_en AS reached_tier_en
FROM analytics.indicator AS figure
LEFT JOIN analytics.quota AS quota ON figure.quota = quota.quota
LEFT JOIN analytics.quota_tier AS reached
    ON figure.quota = reached.quota AND ltrim(figure.tier, '> ') = reached.tier
WHERE
    (%(institution)s::text IS NULL OR figure.institution = %(institution)s::text)
    AND figure.period = %(period)s
    AND figure.period_start >= %(begins)s::date
    AND figure.period_start < %(ends)s::date
ORDER BY figure.institution, figure.period_start, figure.indicator
