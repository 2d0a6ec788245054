-- The first day of which anything is known of institutions and those below them, or a figure is left; NULL
-- when nothing is.
SELECT
    least(
        (
            SELECT min(first.day)
            FROM institution_scope AS scope
            INNER JOIN analytics.site AS site ON scope.member_id = site.institution_id
            INNER JOIN meter ON site.place_id = meter.place_id
            CROSS JOIN
                LATERAL (
                    SELECT min(daily.day) AS day
                    FROM consumption_daily AS daily
                    WHERE daily.meter_id = meter.id
                ) AS first
            WHERE scope.institution_id = any(%(institutions)s::integer[])
        ),
        (
            SELECT min(figure.period_start)
            FROM indicator_value AS figure
            WHERE figure.institution_id = any(%(institutions)s::integer[])
        )
    ) AS day
