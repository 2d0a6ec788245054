-- Write a row for every report that somebody asked for, that is due by the institution's own clock, and that
-- has none: a digest of yesterday, a report of last month once its figures are settled, from the third day on
-- in any case. A digest that still waits when the next is due gives way to it.
WITH asked AS (
    SELECT
        contact.institution_id,
        contact.email,
        contact.language,
        contact.only_when_something,
        contact.reports_at,
        asked.kind,
        zone.name AS timezone,
        (%(now)s::timestamptz AT TIME ZONE zone.name)::date AS today,
        date_trunc('month', %(now)s::timestamptz AT TIME ZONE zone.name)::date AS this_month
    FROM contact
    CROSS JOIN unnest(contact.reports) AS asked (kind)
    LEFT JOIN figure_subject AS subject ON contact.institution_id = subject.institution_id
    CROSS JOIN LATERAL (SELECT coalesce(subject.timezone, 'Asia/Shanghai') AS name) AS zone
),

due AS (
    SELECT
        asked.*,
        CASE
            WHEN asked.kind = 'daily' THEN asked.today - 1
            ELSE (asked.this_month - interval '1 month')::date
        END AS period
    FROM asked
    WHERE (asked.today + asked.reports_at) AT TIME ZONE asked.timezone <= %(now)s
),

wanting AS (
    SELECT due.*
    FROM due
    LEFT JOIN mailed_report AS written
        ON
            due.email = written.recipient
            AND due.institution_id = written.institution_id
            AND due.kind = written.kind
            AND due.period = written.period
    WHERE written.id IS NULL
),

fresh AS (
    SELECT wanting.*
    FROM wanting
    WHERE
        wanting.kind = 'daily'
        OR extract(DAY FROM wanting.today) >= %(last_day)s
        OR NOT EXISTS (
            -- a main meter whose last day of the month is not whole, or figures that are computed just now
            SELECT
            FROM institution_scope AS scope
            INNER JOIN analytics.site AS site ON scope.member_id = site.institution_id
            INNER JOIN meter ON site.place_id = meter.place_id AND meter.level = 1
            INNER JOIN installation
                ON
                    meter.id = installation.meter_id
                    AND installation.valid @> (
                        wanting.this_month::timestamp AT TIME ZONE site.timezone - interval '1 hour'
                    )
            LEFT JOIN consumption_daily AS daily
                ON meter.id = daily.meter_id AND daily.day = wanting.this_month - 1
            WHERE
                scope.institution_id = wanting.institution_id
                AND coalesce(daily.coverage, 0) < %(coverage)s
        )
        AND NOT EXISTS (
            SELECT
            FROM institution_scope AS scope
            INNER JOIN stale_figure ON scope.member_id = stale_figure.institution_id
            WHERE scope.institution_id = wanting.institution_id
        )
),

given_way AS (
    UPDATE mailed_report SET failed_at = %(now)s, error = 'a later one took its place'
    FROM fresh
    WHERE
        fresh.kind = 'daily'
        AND mailed_report.kind = 'daily'
        AND fresh.email = mailed_report.recipient
        AND fresh.institution_id = mailed_report.institution_id
        AND mailed_report.claimed_at IS NULL
        AND num_nonnulls(mailed_report.sent_at, mailed_report.failed_at, mailed_report.skipped_at) = 0
)

INSERT INTO mailed_report (
    institution_id, recipient, language, kind, period, since, created_at, not_before, only_when_something
)
SELECT
    fresh.institution_id,
    fresh.email,
    fresh.language,
    fresh.kind,
    fresh.period,
    coalesce(
        (
            SELECT max(told.created_at)
            FROM mailed_report AS told
            WHERE
                told.recipient = fresh.email
                AND told.institution_id = fresh.institution_id
                AND told.kind = fresh.kind
                AND num_nonnulls(told.sent_at, told.skipped_at) > 0
        ),
        fresh.period::timestamp AT TIME ZONE fresh.timezone
    ),
    %(now)s,
    %(now)s,
    fresh.only_when_something
FROM fresh
ORDER BY fresh.institution_id, fresh.email, fresh.kind
ON CONFLICT DO NOTHING
RETURNING id
