-- Meters with what stood in their place between two instants, and why hours of theirs are not simply a
-- difference of two readings: reason, hours, estimated amount [unit of the meter].
SELECT
    meter.meter_id,
    meter.meter AS code,
    meter.meter_name AS name,
    meter.unit,
    meter.institution,
    coalesce(placed.installations, '[]'::jsonb) AS installations,
    coalesce(told.reasons, '[]'::jsonb) AS reasons
FROM analytics.meter AS meter
LEFT JOIN LATERAL (
    SELECT
        jsonb_agg(
            jsonb_build_array(
                installation.serial,
                (lower(installation.valid) AT TIME ZONE meter.timezone)::date,
                (upper(installation.valid) AT TIME ZONE meter.timezone)::date
            )
            ORDER BY lower(installation.valid)
        ) AS installations
    FROM installation
    WHERE
        installation.meter_id = meter.meter_id
        AND installation.valid && tstzrange(%(since)s::timestamptz, %(until)s::timestamptz)
) AS placed ON true
LEFT JOIN LATERAL (
    SELECT
        jsonb_agg(
            jsonb_build_array(each.reason, each.hours, each.estimated)
            ORDER BY each.hours DESC, each.reason ASC
        ) AS reasons
    FROM (
        SELECT
            reason.reason,
            count(*) AS hours,
            sum(hourly.estimated) AS estimated
        FROM consumption_hourly AS hourly
        CROSS JOIN LATERAL unnest(hourly.reasons) AS reason (reason)
        WHERE
            hourly.meter_id = meter.meter_id
            AND hourly.hour >= %(since)s::timestamptz
            AND hourly.hour < %(until)s::timestamptz
        GROUP BY reason.reason
    ) AS each
) AS told ON true
WHERE meter.meter_id = any(%(meters)s::integer[])
ORDER BY meter.meter
