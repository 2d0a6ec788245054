-- Whether the figures that were stale at a mark have been computed.
SELECT NOT EXISTS (SELECT FROM stale_figure WHERE stale_figure.id <= %(figure_mark)s)
