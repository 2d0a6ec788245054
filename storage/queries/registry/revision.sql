-- The revision of the registry.
SELECT revision FROM registry_revision
