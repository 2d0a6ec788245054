-- Memory for the session's sorts and bitmaps: with the server's own few megabytes the readings of fifty
-- meters are looked for in the whole table.
SET work_mem = '64MB'
