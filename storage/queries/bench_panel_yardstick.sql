-- Work that is the server's processor's alone: what a machine takes for it says how to read its other times.
SELECT sum(each.number) AS total FROM generate_series(1, 1000000) AS each (number)
