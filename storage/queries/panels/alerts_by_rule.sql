-- How many alerts each rule has now, by their state; the rule with most first.
SELECT
    alert.rule AS label,
    alert.state AS series,
    count(*) AS value,
    1.0::double precision AS coverage
FROM analytics.alert AS alert
WHERE
    alert.state IN ('firing', 'pending', 'acknowledged', 'silenced', 'no_data')
    AND (
        %(institution)s::text IS NULL
        OR alert.institution IN (SELECT analytics.institutions_below(%(institution)s::text))
    )
GROUP BY alert.rule, alert.state
ORDER BY
    sum(count(*)) OVER (PARTITION BY alert.rule) DESC,
    alert.rule ASC,
    array_position(ARRAY['firing', 'acknowledged', 'pending', 'no_data', 'silenced'], alert.state) ASC
LIMIT 60
