-- How much of the last whole days of each meter lies between close readings; an unknown day counts as none.
SELECT
    meter.id,
    lower(installation.valid) AS since,
    coalesce(covered.days, 0) / %(days)s::double precision AS value
FROM meter
INNER JOIN analytics.site AS site ON meter.place_id = site.place_id
INNER JOIN installation ON meter.id = installation.meter_id AND installation.valid @> %(now)s::timestamptz
LEFT JOIN LATERAL (
    SELECT sum(daily.coverage) AS days
    FROM consumption_daily AS daily
    WHERE
        daily.meter_id = meter.id
        AND daily.day < (%(now)s AT TIME ZONE site.timezone)::date
        AND daily.day >= (%(now)s AT TIME ZONE site.timezone)::date - %(days)s::integer
) AS covered ON true
ORDER BY meter.id
