"""Registry files, YAML and Excel: read with the place of every value, and written from what is there."""
