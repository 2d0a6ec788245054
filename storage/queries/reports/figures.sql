-- Figures of an institution and all below it for the periods of every kind that a day lies in, with the
-- status of their quotas and the English names of tiers.
SELECT
    figure.*,
    quota.status AS quota_status,
    quota.limit_tier_en AS quota_tier_en,
    reached.tier_en AS reached_tier_en
FROM institution
INNER JOIN institution_scope AS scope ON institution.id = scope.institution_id
INNER JOIN institution AS member ON scope.member_id = member.id
INNER JOIN analytics.indicator AS figure ON member.code = figure.institution
LEFT JOIN analytics.quota AS quota ON figure.quota = quota.quota
LEFT JOIN analytics.quota_tier AS reached
    ON figure.quota = reached.quota AND ltrim(figure.tier, '> ') = reached.tier
WHERE
    institution.code = %(institution)s
    AND figure.period_start <= %(day)s::date
    AND figure.period_end > %(day)s::date
ORDER BY member.id <> institution.id, figure.institution, figure.period_start, figure.indicator
