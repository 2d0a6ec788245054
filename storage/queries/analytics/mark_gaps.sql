-- Mark one hour of every gap within stretches of instants: computing that hour computes the gap whole. An
-- hour that lies in a gap whole has no coverage; gaps without such an hour are short.
WITH lost AS (
    SELECT
        hourly.meter_id,
        hourly.hour,
        lag(hourly.hour) OVER (PARTITION BY hourly.meter_id ORDER BY hourly.hour ASC) AS hour_before
    FROM
        unnest(%(meters)s::integer[], %(starts)s::timestamptz[], %(ends)s::timestamptz[])
            AS stretch (meter_id, stretch_start, stretch_end)
    INNER JOIN consumption_hourly AS hourly
        ON
            stretch.meter_id = hourly.meter_id
            AND stretch.stretch_start <= hourly.hour
            AND stretch.stretch_end > hourly.hour
    WHERE hourly.coverage = 0 AND hourly.reasons && ARRAY['gap', 'similar_days']
)

INSERT INTO stale_hour (device_id, quantity_id, hour)
SELECT
    meter.device_id,
    meter.quantity_id,
    lost.hour
FROM lost
INNER JOIN meter ON lost.meter_id = meter.id
WHERE lost.hour_before IS NULL OR lost.hour_before < lost.hour - interval '1 hour'
