-- Readings in the database, a fix being one.
SELECT (SELECT count(*) FROM reading) + (SELECT count(*) FROM position)
