-- The latest mark of a stale figure, 0 without any: what was marked up to it was marked before now.
SELECT coalesce(max(stale_figure.id), 0) FROM stale_figure
