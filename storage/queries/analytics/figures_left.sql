-- Whether any institution has stale figures left, be it held by another worker.
SELECT exists(
    SELECT FROM stale_figure AS mark
    LEFT JOIN meter ON mark.meter_id = meter.id
    WHERE mark.institution_id IS NOT NULL OR meter.id IS NOT NULL
)
