-- How much of the last whole days of each meter lies between close readings; an unknown day counts as none.
SELECT
    meter.id,
    coalesce(sum(daily.coverage), 0) / %(days)s::double precision AS value,
    min(lower(installation.valid)) AS since
FROM meter
INNER JOIN analytics.site AS site ON meter.place_id = site.place_id
INNER JOIN installation ON meter.id = installation.meter_id AND installation.valid @> %(now)s::timestamptz
LEFT JOIN consumption_daily AS daily
    ON
        meter.id = daily.meter_id
        AND daily.day < (%(now)s AT TIME ZONE site.timezone)::date
        AND daily.day >= (%(now)s AT TIME ZONE site.timezone)::date - %(days)s::integer
GROUP BY meter.id
ORDER BY meter.id
