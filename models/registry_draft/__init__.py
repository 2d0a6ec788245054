"""Files laid over the registry that is there: what it would be, and who wrote which part."""
