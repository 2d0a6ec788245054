-- Give stored hours the amounts of the scratch table, and a revision.
UPDATE consumption_hourly AS hourly
SET
    amount = fresh.amount,
    estimated = fresh.estimated,
    coverage = fresh.coverage,
    reasons = string_to_array((%(reasons)s::text[])[fresh.reasons + 1], ' '),
    revision = hourly.revision + 1,
    computed_at = %(computed_at)s
FROM scratch_hour AS fresh
WHERE hourly.meter_id = fresh.meter_id AND hourly.hour = fresh.hour
