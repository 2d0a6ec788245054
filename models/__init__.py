"""The vocabulary: quantities, reports, registry, quotas, alerts. Pure: no I/O, imports nothing of ours."""
