-- The registry's revision: when it has risen, what is cached of the registry is old.
SELECT revision FROM registry_revision
