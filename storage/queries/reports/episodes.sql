-- Alerts of an institution and all below it that fired between two instants, as was known at the latter: each
-- time from when it began to fire until it ended, with the figures it fired with, latest first.
WITH concerned AS (
    SELECT
        alert.id,
        alert.rule,
        alert.subject,
        alert.severity,
        member.code AS institution
    FROM institution
    INNER JOIN institution_scope AS scope ON institution.id = scope.institution_id
    INNER JOIN institution AS member ON scope.member_id = member.id
    INNER JOIN alert ON member.id = alert.institution_id
    WHERE institution.code = %(institution)s
)

SELECT
    concerned.id AS alert_id,
    concerned.rule,
    concerned.subject,
    concerned.severity,
    concerned.institution,
    begun.at AS fired_at,
    over.at AS ended_at,
    latest.to_state AS state,
    latest.figures,
    coalesce(taken.author, '') AS acknowledged_by,
    taken.at AS acknowledged_at
FROM concerned
INNER JOIN alert_change AS begun
    ON
        concerned.id = begun.alert_id
        AND begun.at <= %(until)s
        AND begun.to_state IN ('firing', 'acknowledged', 'silenced')
        AND begun.from_state NOT IN ('firing', 'acknowledged', 'silenced')
LEFT JOIN LATERAL (
    SELECT ended.at
    FROM alert_change AS ended
    WHERE
        ended.alert_id = concerned.id
        AND (ended.at, ended.id) > (begun.at, begun.id)
        AND ended.at <= %(until)s
        AND ended.to_state NOT IN ('firing', 'acknowledged', 'silenced')
    ORDER BY ended.at, ended.id
    LIMIT 1
) AS over ON true
INNER JOIN LATERAL (
    SELECT
        changed.to_state,
        changed.figures
    FROM alert_change AS changed
    WHERE
        changed.alert_id = concerned.id
        AND (changed.at, changed.id) >= (begun.at, begun.id)
        AND changed.at <= coalesce(over.at, %(until)s)
        AND changed.to_state IN ('firing', 'acknowledged', 'silenced')
    ORDER BY changed.at DESC, changed.id DESC
    LIMIT 1
) AS latest ON true
LEFT JOIN LATERAL (
    SELECT
        acknowledgement.author,
        acknowledgement.at
    FROM acknowledgement
    WHERE
        acknowledgement.alert_id = concerned.id
        AND acknowledgement.at >= begun.at
        AND acknowledgement.at <= coalesce(over.at, %(until)s)
    ORDER BY acknowledgement.at DESC, acknowledgement.id DESC
    LIMIT 1
) AS taken ON true
WHERE over.at IS NULL OR over.at > %(since)s
ORDER BY
    array_position(ARRAY['critical', 'warning', 'info'], concerned.severity),
    begun.at DESC,
    concerned.id ASC
