-- Tell whoever caches the registry that it changed.
UPDATE registry_revision SET revision = revision + 1
RETURNING revision
