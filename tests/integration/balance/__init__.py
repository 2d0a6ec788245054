"""Trees and balances on a real database."""
