-- Whether any institution has stale figures left, be it held by another worker.
SELECT exists(SELECT FROM stale_figure)
