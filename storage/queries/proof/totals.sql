-- What all hours, all days and all months of a meter come to.
SELECT
    (SELECT count(*) FROM analytics.hourly WHERE hourly.meter_id = %(meter)s) AS hours,
    (SELECT coalesce(sum(hourly.amount), 0) FROM analytics.hourly WHERE hourly.meter_id = %(meter)s)
        AS of_hours,
    (SELECT coalesce(sum(daily.amount), 0) FROM analytics.daily WHERE daily.meter_id = %(meter)s) AS of_days,
    (SELECT coalesce(sum(monthly.amount), 0) FROM analytics.monthly WHERE monthly.meter_id = %(meter)s)
        AS of_months
