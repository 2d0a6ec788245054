-- Register steps of each meter that nothing explains, between two instants: how many, their sum, the latest.
SELECT
    meter.id,
    count(aside.at) AS value,
    coalesce(sum(abs(aside.step)), 0) AS amount,
    max(aside.at) AS at
FROM meter
LEFT JOIN set_aside AS aside ON meter.id = aside.meter_id AND aside.at > %(since)s AND aside.at <= %(now)s
GROUP BY meter.id
ORDER BY meter.id
