-- The first day of which anything is known of institutions, or a figure is left; NULL when nothing is.
SELECT
    least(
        (
            SELECT min(daily.day)
            FROM meter
            INNER JOIN analytics.site AS site ON meter.place_id = site.place_id
            INNER JOIN consumption_daily AS daily ON meter.id = daily.meter_id
            WHERE site.institution_id = any(%(institutions)s::integer[])
        ),
        (
            SELECT min(figure.period_start)
            FROM indicator_value AS figure
            WHERE figure.institution_id = any(%(institutions)s::integer[])
        )
    ) AS day
