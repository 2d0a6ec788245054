-- Forget the failures that a log-in made up for, and all that are too old.
DELETE FROM login_failure
WHERE at <= %(before)s OR (name = %(name)s AND address = %(address)s);
