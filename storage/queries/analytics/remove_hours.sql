-- Remove the hours of the scratch table: nobody can know them any more.
DELETE FROM consumption_hourly AS hourly
USING scratch_gone AS gone
WHERE hourly.meter_id = gone.meter_id AND hourly.hour = gone.hour
