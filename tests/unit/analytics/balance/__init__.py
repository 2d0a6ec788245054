"""Trees and balances, by hand calculation."""
